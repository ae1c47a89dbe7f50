"""The loss to expect of a model of N parameters that reads D tokens: a law fitted to a sweep.

bits(N, D) = (E + A·(N/1M)^-a + B·(D/1M)^-b + S / (1 + (D/D0)^p)) · (1 + H·(N/U)·(D/U - 1)), with D0 = K·(N/1M)^-q,
N the parameters of the layers' matrices and E the entropy of the text, which for `tales` is known.

The first three terms are Hoffmann et al.'s (2022): what a model of this size, and what so many tokens can teach at all.
They do not fit runs as short as a CPU's: there the loss falls from a start S that every model shares along an S-shaped
curve in log(D), and a larger model comes down it on fewer tokens. ``make sweep`` trains the models, fits the law and
writes ``scaling.json`` beside this file, the points with it.

Tokens read again count for less, after Muennighoff et al. (2023): of R further rounds through U tokens, what is as good
as new is U·R*·(1 - exp(-R/R*)), and D is U and that. A model that is large for its text learns some of it by heart, the more
the oftener it reads it: that is the last factor, our own.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

ROUNDS = 15.4
"""R*: how many further rounds a text can be worth (Muennighoff et al. 2023; our sweep agrees to 18 rounds of `tales`)."""


@dataclass(frozen=True)
class Law:
    """Bits per byte on held-out text, by size and tokens."""

    corpus: str
    entropy: float  # E
    size_factor: float  # A
    size_power: float  # a
    tokens_factor: float  # B
    tokens_tail: float  # b
    start: float  # S
    tokens_needed: float  # K
    tokens_power: float  # q
    steepness: float  # p
    by_heart: float  # H
    spread: float  # standard deviation of log(measured / expected) over the sweep
    sizes: tuple[float, float]  # least and greatest N of the sweep
    tokens: tuple[float, float]  # and D

    def expected(self, matrices: float, tokens: float, unique: float = math.inf) -> float:
        """Bits per byte.

        Args:
            unique: tokens of the corpus; more are read again.
        """
        millions, fresh = matrices / 1e6, as_good_as_new(max(tokens, 1.0), unique)
        needed = self.tokens_needed * millions**-self.tokens_power
        to_learn = self.start / (1 + (fresh / needed) ** self.steepness)
        reachable = (
            self.size_factor * millions**-self.size_power
            + self.tokens_factor * (fresh / 1e6) ** -self.tokens_tail
        )
        again = matrices * max(fresh / unique - 1, 0.0) / unique
        return float((self.entropy + reachable + to_learn) * (1 + self.by_heart * again))

    def interval(self, matrices: float, tokens: float, unique: float = math.inf) -> tuple[float, float]:
        """Where nine of ten runs of the sweep ended, relative to what the law expects."""
        middle, wide = self.expected(matrices, tokens, unique), math.exp(1.645 * self.spread)
        return max(self.entropy, middle / wide), middle * wide

    def covers(self, matrices: float, tokens: float) -> bool:
        """Whether the sweep reached this size and these tokens; beyond them the law is drawn out."""
        return self.sizes[0] <= matrices <= self.sizes[1] and self.tokens[0] <= tokens <= self.tokens[1]


def as_good_as_new(tokens: float, unique: float) -> float:
    """New tokens that teach as much as reading so many ``tokens`` of which ``unique`` are different."""
    if tokens <= unique:
        return tokens
    again = tokens / unique - 1
    return unique * (1 + ROUNDS * (1 - math.exp(-again / ROUNDS)))


@cache
def sweep() -> dict[str, Any]:
    """What ``make sweep`` left: ``{"machine", "date", "corpora": {name: {"law", "points"}}}``."""
    file = resources.files("openhearth.plan") / "scaling.json"
    value: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return value


def law_for(corpus: str) -> Law:
    """The law of ``corpus``; of `tales` where there is none, which other text only resembles."""
    corpora = sweep()["corpora"]
    name = corpus if corpus in corpora else "tales"
    found = corpora[name]["law"]
    return Law(corpus=name, **{**found, "sizes": tuple(found["sizes"]), "tokens": tuple(found["tokens"])})
