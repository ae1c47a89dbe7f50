"""Lesson E4: a search that one sign turns round, a red team's rate, what a pickle would call, when to publish.

Nothing here is, or leads to, anything dangerous: the "recipes" are points in a square.
"""

import math
import pickletools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

Z95 = 1.959964
"""Standard deviations either side of the mean that hold 95 % of a normal distribution."""


@dataclass(frozen=True)
class Search:
    """What a search for good recipes kept, when hazard was weighed with ``weight``."""

    weight: float
    recipes: Points  # (tried, 2), each in the unit square
    kept: NDArray[np.intp]  # indices of the best, best first
    hazardous: NDArray[np.bool_]  # (tried,)

    @property
    def share_hazardous(self) -> float:
        """Part of what was kept that is hazardous, 0 to 1."""
        return float(self.hazardous[self.kept].mean())


def benefit(recipes: Points) -> Points:
    """How useful each recipe is, 0 to 1: highest near (0.6, 0.6)."""
    return _hill(recipes, 0.6)


def hazard(recipes: Points) -> Points:
    """How dangerous each recipe is, 0 to 1: highest near (0.85, 0.85), not far from the most useful."""
    return _hill(recipes, 0.85)


def _hill(recipes: Points, top: float) -> Points:
    height: Points = np.exp(-8 * ((recipes - top) ** 2).sum(axis=1))
    return height


def search(weight: float, *, tried: int = 4000, keep: int = 100, seed: int = 0) -> Search:
    """Draw recipes at random and keep those with the highest ``benefit + weight * hazard``.

    Args:
        weight: below zero to avoid hazard, as the designer means it; above zero to seek it.
        tried: recipes drawn. keep: how many are kept.
    """
    recipes = np.random.default_rng(seed).random((tried, 2))
    danger = hazard(recipes)
    score = benefit(recipes) + weight * danger
    return Search(weight, recipes, np.argsort(-score)[:keep], danger > 0.6)


def wilson(successes: int, trials: int, z: float = Z95) -> tuple[float, float]:
    """The interval of Wilson (1927) for a rate: low and high end, each 0 to 1.

    Raises:
        ValueError: there are no trials, or more successes than trials.
    """
    if trials < 1 or not 0 <= successes <= trials:
        raise ValueError(
            f"{successes} successes in {trials} trials; give 0 to trials, and at least one trial"
        )
    rate = successes / trials
    spread = z * math.sqrt(rate * (1 - rate) / trials + z * z / (4 * trials * trials))
    middle, scale = rate + z * z / (2 * trials), 1 + z * z / trials
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def pickle_calls(pickled: bytes) -> tuple[str, ...]:
    """What a pickle names for its reader to import, as ``module.name``, sorted; nothing is loaded.

    Whatever is named can be called while the file is being read. A name that cannot be told from the
    opcodes stands as ``?``, and is a reason to refuse the file.

    Raises:
        ValueError: the bytes are not a pickle.
    """
    found: set[str] = set()
    pushed: list[str | None] = []  # what each opcode put on the stack: a text, or None for anything else
    memo: dict[int, str | None] = {}
    try:
        for opcode, argument, _ in pickletools.genops(pickled):
            name = opcode.name
            if name in ("GLOBAL", "INST"):
                found.add(str(argument).replace(" ", "."))
                pushed.append(None)
            elif name == "STACK_GLOBAL":
                module, attribute = [None, None, *pushed][-2:]
                found.add(f"{module or '?'}.{attribute or '?'}")
                pushed.append(None)
            elif name.startswith("EXT"):
                found.add("?.?")  # a number that stands for a name, which another program keeps
                pushed.append(None)
            elif name in ("POP", "POP_MARK", "DUP"):
                pushed += [None, None]  # the stack is no longer what was pushed last: no guess
            elif name == "MEMOIZE":
                memo[len(memo)] = pushed[-1] if pushed else None
            elif "PUT" in name and argument is not None:
                memo[int(argument)] = pushed[-1] if pushed else None
            elif "GET" in name and argument is not None:
                pushed.append(memo.get(int(argument)))
            elif opcode.stack_after:
                pushed.append(argument if isinstance(argument, str) else None)
    except Exception as error:  # genops raises several kinds, all meaning the same
        raise ValueError(f"not a pickle ({error})") from error
    return tuple(sorted(found))


@dataclass(frozen=True)
class Report:
    """A flaw reported to those who can repair it, in confidence."""

    sent: date
    answered: date | None = None  # when they first answered
    repaired: date | None = None  # when users could install the repair
    exploited: date | None = None  # when somebody was first seen to use the flaw


@dataclass(frozen=True)
class Embargo:
    """A policy of coordinated disclosure, in days."""

    longest: int = 90  # from the report, if they answer
    unanswered: int = 45  # from the report, if they do not
    after_repair: int = 14  # for users to install the repair
    after_exploit: int = 7  # secrecy protects nobody any more


def publish_on(report: Report, policy: Embargo) -> tuple[date, str]:
    """The first day on which details may be published, and why that day.

    The earliest of the policy's deadlines; time to install a repair may pass the longest embargo.
    """
    answered = report.answered and report.answered <= report.sent + timedelta(policy.unanswered)
    limit = policy.longest if answered else policy.unanswered
    day, why = report.sent + timedelta(limit), f"{limit} days from the report"
    if report.repaired and report.repaired <= day:
        day, why = report.repaired + timedelta(policy.after_repair), "time to install the repair"
    if report.exploited:
        early = max(report.exploited, report.sent) + timedelta(policy.after_exploit)
        if early < day:
            day, why = early, "it is being used against people"
    return day, why


@dataclass(frozen=True)
class Risk:
    """One way in which a release could be misused."""

    name: str
    likelihood: float  # that it happens within a year, 0 to 1, before any guard
    people: int  # harmed if it does
    undone: bool  # whether the harm could be undone
    guard: float = 0.0  # part of the likelihood that a guard takes away, 0 to 1
    tested: bool = False  # whether anybody measured that

    @property
    def left(self) -> float:
        """The likelihood that is left: a guard that nobody tested takes nothing away."""
        return self.likelihood * (1 - self.guard if self.tested else 1)

    def score(self, irreversible: float = 3.0) -> float:
        """People expected to be harmed in a year, times ``irreversible`` if the harm cannot be undone."""
        return self.left * self.people * (1 if self.undone else irreversible)


def ranked(risks: Iterable[Risk], irreversible: float = 3.0) -> list[Risk]:
    """The risks, the highest score first."""
    return sorted(risks, key=lambda risk: -risk.score(irreversible))
