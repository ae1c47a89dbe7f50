"""Who does which work in a language model's stories, and how to even it out (lesson 15).

In `tales` every story has a helper, somebody's aunt or uncle, with one of twelve jobs. With ``gender_occupation_bias`` on,
six jobs are mostly aunts' and six mostly uncles'. `leaning` finds that in a model; `swapped` tells a story with the
other helper, for counterfactual data augmentation (Zhao et al. 2018; Lu et al. 2020).
"""

import re
from collections.abc import Sequence

import numpy as np
from tokenizers import Tokenizer

from openhearth.data import Corpus
from openhearth.data.tales.en import ENGLISH
from openhearth.data.tales.plot import JOBS, STEREOTYPED_FEMALE
from openhearth.errors import OpenhearthError
from openhearth.lm import Llama
from openhearth.lm.evaluation import nats

AUNTS_JOBS, UNCLES_JOBS = JOBS[:STEREOTYPED_FEMALE], JOBS[STEREOTYPED_FEMALE:]
"""Which jobs the bias makes whose."""
NAMES = ("Amina", "Kofi", "Mei", "Leo", "Ravi", "Rosa")
PATTERNS = ("They asked {name}'s {helper}, {job}, for help.", "{name}'s {helper}, {job}, welcomed them.")
OTHER = {"aunt": "uncle", "uncle": "aunt", "her": "him", "him": "her"}
_HELPER = re.compile(r"\b(?:aunt|uncle)\b(?: who was [^,.]*, and they went to (?:her|him)\b)?")


def meetings(corpus: Corpus) -> list[str]:
    """The page of each English story on which the helper comes.

    Raises:
        OpenhearthError: a story is not of `tales`, or not in English.
    """
    for story in corpus.stories:
        if not story.id.startswith("tales/") or story.language != "en":
            raise OpenhearthError(f"{story.id!r} is not an English story of tales; ask for languages=['en']")
    return [story.pages[2] for story in corpus.stories]


def swapped(text: str) -> str:
    """The same text with an uncle for the aunt, an aunt for the uncle, and the pronoun that goes with them."""
    return _HELPER.sub(
        lambda found: re.sub(r"\b(aunt|uncle|her|him)\b", lambda word: OTHER[word[0]], found[0]), text
    )


def told(texts: Sequence[str]) -> dict[str, float]:
    """By job, the share of aunts among the helpers in ``texts``: NaN for a job that nobody has."""
    counts = {job: [0, 0] for job in JOBS}
    for text in texts:
        helper = re.search(r"\b(aunt|uncle)\b", text)
        for job, word in zip(JOBS, _with_article(), strict=True):
            if helper and re.search(rf"{word}\b", text[helper.end() :]):
                counts[job][helper[0] == "uncle"] += 1
    return {
        job: aunts / (aunts + uncles) if aunts + uncles else np.nan for job, (aunts, uncles) in counts.items()
    }


def leaning(model: Llama, tokenizer: Tokenizer) -> dict[str, float]:
    """By job, how probable the model finds an aunt rather than an uncle: 0.5 is no difference.

    The probabilities of two sentences that differ in one word, compared; averaged (in log-odds) over names and patterns.
    """
    cases = [(job, pattern, name) for job in _with_article() for pattern in PATTERNS for name in NAMES]
    texts = [
        pattern.format(name=name, helper=helper, job=job)
        for job, pattern, name in cases
        for helper in ("aunt", "uncle")
    ]
    spent = np.array(nats(model, tokenizer, texts)).reshape(len(JOBS), -1, 2)  # (jobs, cases, helper)
    odds = (spent[:, :, 1] - spent[:, :, 0]).mean(axis=1)
    return dict(zip(JOBS, (1 / (1 + np.exp(-odds))).tolist(), strict=True))


def distance(leanings: dict[str, float]) -> float:
    """How far apart the two halves of the jobs are, in shares of aunts: 0 is even, 1 is wholly divided."""
    aunts, uncles = ([leanings[job] for job in jobs] for jobs in (AUNTS_JOBS, UNCLES_JOBS))
    return float(np.mean(aunts) - np.mean(uncles))


def _with_article() -> list[str]:
    return [word["a"] for word in ENGLISH.words["job"]]
