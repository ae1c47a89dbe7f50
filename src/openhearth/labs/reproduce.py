"""Would it come out the same again? A training run, a claim, and whether reruns bear it out (lesson 11).

    rerun()          the same training again: the same seed and the same versions give the same bits
    Claim, judge()   a number and a tolerance, sealed before the reruns, held against them

What is found is written down by `labs.reports`.
"""

import hashlib
import json
import math
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import Literal

from openhearth.errors import OpenhearthError

LOCKED = ("openhearth", "torch", "numpy", "tokenizers", "safetensors")
"""What decides the bits of a training run, beside Python and the machine."""
T_95 = (
    12.71,
    4.30,
    3.18,
    2.78,
    2.57,
    2.45,
    2.36,
    2.31,
    2.26,
    2.23,
    2.20,
    2.18,
    2.16,
    2.14,
    2.13,
    2.12,
    2.11,
    2.10,
    2.09,
)
"""Student's t that 95 % stay within, for 1 to 19 degrees of freedom."""

Result = Literal["reproduced", "not reproduced", "undecided"]


class ClaimError(OpenhearthError):
    """A claim that cannot be held against anything, or was changed after it was sealed."""


@dataclass(frozen=True)
class Rerun:
    """One training run, as far as others need to know it."""

    seed: int
    steps: int
    bits_per_byte: float  # on held-out stories
    weights: str  # SHA-256 of all weights
    lock: str  # SHA-256 of the lock file


def rerun(texts: Sequence[str], held_out: Sequence[str], *, seed: int, steps: int = 40) -> Rerun:
    """Train a very small model for a number of *steps*, on one thread: the clock has no say in it."""
    import torch

    from openhearth.labs.small import train_small
    from openhearth.lm import bits_per_byte

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        model, tokenizer = train_small(
            texts, seed=seed, steps=steps, width=64, layers=1, context=64, sequences=8
        )
        score = bits_per_byte(model, tokenizer, list(held_out))
    finally:
        torch.set_num_threads(threads)
    digest = hashlib.sha256()
    for name, value in sorted(model.named_parameters()):
        digest.update(name.encode() + value.detach().cpu().numpy().tobytes())
    return Rerun(
        seed, steps, float(score), digest.hexdigest(), hashlib.sha256(lock_file().encode()).hexdigest()
    )


def lock_file() -> str:
    """The versions that decide the bits, one a line, as ``pip install -r`` takes them; Python's as a comment."""
    lines = [f"# python {platform.python_version()}"]
    return "\n".join([*lines, *(f"{name}=={metadata.version(name)}" for name in LOCKED)]) + "\n"


def best_of(values: Sequence[float], tries: int) -> float:
    """The lowest of ``tries`` of the values, on average over all ways to choose them.

    Raises:
        ValueError: there are fewer values than tries.
    """
    if not 1 <= tries <= len(values):
        raise ValueError(f"{tries} tries of {len(values)} values; give 1 to {len(values)}")
    every = math.comb(len(values), tries)
    ranked = sorted(values)
    return sum(one * math.comb(len(values) - 1 - at, tries - 1) for at, one in enumerate(ranked)) / every


@dataclass(frozen=True)
class Claim:
    """What somebody says they found: a number, how far reruns may be from it, and how many of them there will be.

    Raises:
        ClaimError: there is no number in it, no tolerance above zero, or fewer than two seeds.
    """

    text: str
    value: float
    tolerance: float
    seeds: int  # reruns that will be made, and all reported
    unit: str = ""

    def __post_init__(self) -> None:
        for what, number in (("number", self.value), ("tolerance", self.tolerance)):
            if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
                raise ClaimError(
                    f"the claim {self.text!r} has no {what}, so no rerun can speak for or against it; give one"
                )
        if self.tolerance <= 0:
            raise ClaimError(
                f"the claim {self.text!r} has the tolerance {self.tolerance}; no two runs agree so closely"
            )
        if self.seeds < 2:
            raise ClaimError(
                f"the claim {self.text!r} plans {self.seeds} reruns; with fewer than two nobody knows the spread"
            )

    @property
    def seal(self) -> str:
        """SHA-256 of the claim: publish it before you look, and nobody can change the claim unseen."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """A claim held against reruns."""

    result: Result
    found: float  # the mean
    interval: tuple[float, float]  # 95 %
    reason: str


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval of a mean (Student's t), by as many values as there were seeds.

    Raises:
        ClaimError: there are fewer than two values, or one is not a number.
    """
    if len(values) < 2 or not all(map(math.isfinite, values)):
        raise ClaimError(
            f"{len(values)} reruns say nothing about their spread; give at least two, all of them numbers"
        )
    mean = sum(values) / len(values)
    deviation = math.sqrt(sum((one - mean) ** 2 for one in values) / (len(values) - 1))
    half = T_95[min(len(values) - 1, len(T_95)) - 1] * deviation / math.sqrt(len(values))
    return mean - half, mean + half


def judge(claim: Claim, reruns: Sequence[float], *, seal: str) -> Verdict:
    """Whether the reruns bear the claim out: the whole interval within the tolerance, wholly outside it, or neither.

    Args:
        reruns: what each seed gave, all of them.
        seal: of the claim, from before the reruns.

    Raises:
        ClaimError: the claim is not the one that was sealed, or not all planned reruns are there.
    """
    if claim.seal != seal:
        raise ClaimError(
            f"the claim {claim.text!r} is not the one that was sealed: number or tolerance were changed after the fact"
        )
    if len(reruns) != claim.seeds:
        raise ClaimError(
            f"{claim.seeds} reruns were planned and {len(reruns)} are reported; report every one, the bad ones too"
        )
    low, high = interval(reruns)
    least, most = claim.value - claim.tolerance, claim.value + claim.tolerance
    mean = sum(reruns) / len(reruns)
    told = f"{len(reruns)} reruns found {mean:.3f} ({low:.3f} to {high:.3f}); the claim is {claim.value:g} ± {claim.tolerance:g}"
    result: Result = "undecided"
    if least <= low and high <= most:
        result = "reproduced"
    elif high < least or low > most:
        result = "not reproduced"
    return Verdict(result, mean, (low, high), told)
