"""The loss to expect of a model of N parameters that reads D tokens: a law fitted to a sweep.

bits(N, D) = E + A·(N/1M)^-a + S / (1 + (D/D0)^p), with D0 = K·(N/1M)^-q, N the parameters of the layers' matrices and E
the entropy of the text, which for `tales` is known.

The first two terms are Hoffmann et al.'s (2022): what a model of this size can reach at all. Their third, B/D^b, does not
fit runs as short as ours (on `tales` it misses by a fifth): from a start S that every model shares, the loss falls along
an S-shaped curve in log(D), and a larger model comes down it on fewer tokens. ``make sweep`` trains the models, fits
the law and writes ``scaling.json`` beside this file, the points with it.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Law:
    """Bits per byte on held-out text, by size and tokens."""

    corpus: str
    entropy: float  # E
    size_factor: float  # A
    size_power: float  # a
    start: float  # S
    tokens_needed: float  # K
    tokens_power: float  # q
    steepness: float  # p
    spread: float  # standard deviation of log(measured / expected) over the sweep
    sizes: tuple[float, float]  # least and greatest N of the sweep
    tokens: tuple[float, float]  # and D

    def expected(self, matrices: float, tokens: float) -> float:
        """Bits per byte."""
        millions = matrices / 1e6
        needed = self.tokens_needed * millions**-self.tokens_power
        to_learn = self.start / (1 + (max(tokens, 1.0) / needed) ** self.steepness)
        return float(self.entropy + self.size_factor * millions**-self.size_power + to_learn)

    def interval(self, matrices: float, tokens: float) -> tuple[float, float]:
        """Where nine of ten runs of the sweep ended, relative to what the law expects."""
        middle, wide = self.expected(matrices, tokens), math.exp(1.645 * self.spread)
        return max(self.entropy, middle / wide), middle * wide

    def covers(self, matrices: float, tokens: float) -> bool:
        """Whether the sweep reached this size and these tokens; beyond them the law is drawn out."""
        return self.sizes[0] <= matrices <= self.sizes[1] and self.tokens[0] <= tokens <= self.tokens[1]


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
