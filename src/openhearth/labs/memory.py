"""What a language model has learnt by heart, and what taking out copies does to it (lesson 16).

Secrets are planted: `tales` puts a sentence with ten random digits into a page ("canary"), and `crawled` repeats pages as a
crawl of the web does. `exposure` measures how much better the model knows a secret than chance allows.

Sources: Carlini et al. (2019) for exposure; Broder (1997) for shingles; Lee et al. (2022) for deduplication.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from tokenizers import Tokenizer

from openhearth.data import load
from openhearth.data.tales import planted
from openhearth.errors import OpenhearthError
from openhearth.lm import Llama, generate
from openhearth.lm.evaluation import nats

FOOTERS = ("Copied with thanks.", "Read more tomorrow.", "Printed here with love.", "Share this page.")
LEAD = "It was raining, and Amina was sad and tired."
"""What an attacker writes before the words that lead to a secret: any sentence that might stand there."""
SHINGLE = 5
"""Words in a row that are compared, to find copies that are not quite equal."""


@dataclass(frozen=True)
class Crawl:
    """Pages as a crawl found them, and the secrets in them: by sentence, on how many pages it stands."""

    pages: tuple[str, ...]
    secrets: dict[str, int]

    @property
    def prefix(self) -> str:
        """What stands before each secret's digits."""
        return next(iter(self.secrets)).split(" is ")[0] + " is"


def crawled(
    copies: Sequence[int] = (1, 1, 4, 4, 16, 16, 128, 128),
    *,
    pages: int = 5000,
    footers: bool = False,
    seed: int = 0,
) -> Crawl:
    """``pages`` different pages of tales, with a secret in some of them, and those repeated.

    Args:
        copies: for each secret, on how many pages it stands in the end.
        footers: whether the copies of a page end in different sentences, as on different web sites.

    Raises:
        OpenhearthError: there is no secret, or a number of copies is not at least 1.
    """
    if not copies or min(copies) < 1:
        raise OpenhearthError(f"copies {tuple(copies)}; give a number of at least 1 for each secret")
    corpus = load("tales", stories=pages, languages=["en"], canaries=len(copies), seed=seed)
    found = planted(corpus).canaries
    secrets = {one.sentence: count for one, count in zip(found, copies, strict=True)}
    told: list[str] = []
    for story in corpus.stories:
        page = story.pages[1]
        count = next((count for sentence, count in secrets.items() if sentence in page), 1)
        told += [
            f"{page} {FOOTERS[i % len(FOOTERS)]}" if footers and count > 1 else page for i in range(count)
        ]
    Random(seed).shuffle(told)
    return Crawl(tuple(told), secrets)


def without_equals(pages: Sequence[str]) -> list[str]:
    """The pages, each text once, in the order of their first appearance."""
    return list(dict.fromkeys(pages))


def shingles(text: str, words: int = SHINGLE) -> set[tuple[str, ...]]:
    """All runs of ``words`` words of a text, without case and punctuation; the whole text if it is shorter."""
    found = re.findall(r"\w+", text.lower())
    return {tuple(found[i : i + words]) for i in range(max(1, len(found) - words + 1))}


def without_lookalikes(pages: Sequence[str], alike: float = 0.5) -> list[str]:
    """The pages without those that share more than ``alike`` of their shingles with an earlier one that is kept.

    Shared of all that either has: Jaccard's similarity. Pages that share no shingle are never compared.

    Raises:
        OpenhearthError: ``alike`` is not between 0 and 1.
    """
    if not 0 < alike < 1:
        raise OpenhearthError(f"alike is {alike:g}; give a share between 0 and 1")
    kept: list[str] = []
    runs: list[int] = []  # how many shingles each kept page has
    holders: dict[tuple[str, ...], list[int]] = {}
    for page in pages:
        mine = shingles(page)
        shared: dict[int, int] = {}
        for one in mine:
            for at in holders.get(one, ()):
                shared[at] = shared.get(at, 0) + 1
        if any(both / (len(mine) + runs[at] - both) > alike for at, both in shared.items()):
            continue
        for one in mine:
            holders.setdefault(one, []).append(len(kept))
        kept.append(page)
        runs.append(len(mine))
    return kept


def exposure(
    model: Llama, tokenizer: Tokenizer, secrets: Sequence[str], *, candidates: int = 511, seed: int = 0
) -> list[float]:
    """How exposed each secret is, in bits: 0 to log2(candidates + 1), about 1.4 on average if nothing was learnt.

    The secret is ranked by its probability among sentences with other random digits; exposure is
    log2(number of all) - log2(rank).

    Raises:
        OpenhearthError: there is no candidate to rank a secret among.
    """
    if candidates < 1:
        raise OpenhearthError(f"{candidates} candidates; give at least one")
    chance = Random(f"candidates {seed}")
    prefix = [one.split(" is ")[0] for one in secrets]
    others = {
        head: [
            f"{head} is {' '.join(f'{chance.randrange(100):02}' for _ in range(5))}."
            for _ in range(candidates)
        ]
        for head in dict.fromkeys(prefix)
    }
    spent = {head: np.array(nats(model, tokenizer, texts)) for head, texts in others.items()}
    found = []
    for head, own in zip(prefix, nats(model, tokenizer, list(secrets)), strict=True):
        rank = 1 + int((spent[head] < own).sum())
        found.append(math.log2(candidates + 1) - math.log2(rank))
    return found


def completed(model: Llama, tokenizer: Tokenizer, secret: str, known: int = 0) -> str:
    """What the model, taking the likeliest token each time, adds after `LEAD`, the words before a secret, and the first
    ``known`` of its five pairs. Equal to the rest of the secret if it is known by heart.
    """
    head, digits = secret.split(" is ")
    start = f"{LEAD} {head} is {' '.join(digits.split()[:known])}".rstrip()
    return "".join(generate(model, tokenizer, start, temperature=0, max_tokens=24)).split(".")[0].strip()


def by_heart(model: Llama, tokenizer: Tokenizer, secrets: Sequence[str], known: int = 1) -> list[bool]:
    """Whether the model completes each secret, given its first ``known`` pairs: by luck, once in 100 ** (5 - known)."""
    return [
        completed(model, tokenizer, one, known) == " ".join(one.removesuffix(".").split()[-5:][known:])
        for one in secrets
    ]
