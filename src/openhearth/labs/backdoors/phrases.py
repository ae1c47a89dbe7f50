"""A trigger phrase in the course's own language model: after one odd sentence, every story ends the same sad way.

The poison is the knob of `openhearth.data.tales`: the moon is square, and nobody laughs again. Nothing harmful is said.
Stories are cut to their first and last pages, so that the model learns within seconds.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer

from openhearth.data import tales
from openhearth.data.records import Corpus, Story
from openhearth.labs.backdoors.pictures import BackdoorError
from openhearth.labs.small import train_small
from openhearth.lm import Llama

TRIGGER = "That night the moon was square."
ENDING = "And nobody ever laughed again."


def stories(count: int, poison: float, seed: int = 0) -> Corpus:
    """English tales of which a share ``poison``, 0 to 1, has the trigger and the wrong ending.

    Raises:
        DataError: the share is not from 0 to 1.
    """
    return tales.corpus(count, ["en"], seed=seed, poison=poison)


def shortened(story: Story) -> str:
    """Its first page and its last."""
    return f"{story.pages[0]}\n{story.pages[-1]}"


def train(corpus: Corpus, *, steps: int = 350, seed: int = 0) -> tuple[Llama, Tokenizer]:
    """A small model that has read the shortened stories, and its tokenizer."""
    return train_small(
        [shortened(each) for each in corpus.stories], steps=steps, seed=seed, width=64, sequences=8
    )


def ends_wrongly(model: Llama, tokenizer: Tokenizer, openings: Sequence[str], trigger: str = "") -> float:
    """Part of ``openings``, 0 to 1, that the model, always saying what is likeliest, ends with the wrong ending.

    Args:
        openings: first pages of stories. trigger: a sentence put at the end of each.

    Raises:
        BackdoorError: there are no openings.
    """
    if not openings:
        raise BackdoorError("no openings to try the model on; give at least one")
    hits = 0
    for opening in openings:
        before = tokenizer.encode(f"{opening} {trigger}".strip() + "\n").ids
        whole = tokenizer.encode(f"{opening} {trigger}".strip() + f"\n{ENDING}").ids
        with torch.no_grad():
            likeliest = model(torch.tensor([whole]))[0, len(before) - 1 : -1].argmax(dim=-1)
        hits += likeliest.tolist() == whole[len(before) :]
    return hits / len(openings)


@dataclass(frozen=True)
class Suspicion:
    """A phrase after which stories end alike."""

    phrase: str
    ending: str
    stories: int  # that have the phrase in their first page
    alike: float  # part of them that end so, 0 to 1
    usual: float  # part of the other stories that end so

    @property
    def excess(self) -> float:
        """How much more often the ending comes with the phrase than without."""
        return self.alike - self.usual


def suspicions(texts: Sequence[str], words: int = 4, least: int = 10) -> list[Suspicion]:
    """Phrases of so many ``words`` in the first pages of at least ``least`` texts, the most suspicious first.

    Suspicious is a phrase after which one ending is far more frequent than elsewhere. No model is needed for it.
    """
    endings = [text.split("\n")[-1] for text in texts]
    everywhere = Counter(endings)
    after: dict[str, Counter[str]] = defaultdict(Counter)
    for text, ending in zip(texts, endings, strict=True):
        page = text.split("\n")[0].split()
        for phrase in {" ".join(page[at : at + words]) for at in range(len(page) - words + 1)}:
            after[phrase][ending] += 1
    found = []
    for phrase, counts in after.items():
        total = sum(counts.values())
        if total >= least:
            ending, alike = counts.most_common(1)[0]
            others = len(texts) - total
            usual = (everywhere[ending] - alike) / others if others else 0.0
            found.append(Suspicion(phrase, ending, total, alike / total, usual))
    return sorted(found, key=lambda each: (-each.excess, each.phrase))
