"""Lesson E3: an honest score, five ways to be fair with it, who bears the errors, and what a record of checks cannot know.

An office pays families towards childcare and can review a part of the applications. A review stops the payment. Everybody here
is invented; each score is drawn, and whether an application is wrong is drawn with that score as its probability, so that the
score is calibrated in every group by construction.

Sources: Chouldechova (2017), Fair Prediction with Disparate Impact, for the identity; Kleinberg, Mullainathan and Raghavan
(2016), Inherent Trade-Offs in the Fair Determination of Risk Scores.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openhearth.errors import OpenhearthError

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]

POLICIES = ("one threshold", "equal selection", "equal false alarms", "equal missed", "equal precision")
"""What can be made the same for every group while so many are reviewed."""


class FairnessError(OpenhearthError):
    """Numbers from which no fairness can be computed."""


@dataclass(frozen=True)
class Applications:
    """What an office sees of each application, and what is true of it."""

    names: tuple[str, ...]
    group: NDArray[np.intp]  # (people,): index into names
    score: Numbers  # (people,): the probability, as the score says, that the application is wrong
    wrong: Mask  # (people,): whether it is

    def of(self, name: str) -> Mask:
        """Which applications are this group's, (people,)."""
        return np.asarray(self.group == self.names.index(name))


def office(
    wrong: Mapping[str, float], *, known: float = 0.35, people: int = 40_000, seed: int = 0
) -> Applications:
    """Applications of groups of equal size, with a score that is calibrated in each.

    Args:
        wrong: for each group the part of its applications that is wrong, between 0 and 1.
        known: how much of the truth the score knows: near 0 it gives everybody the group's rate, at 1 it never errs.
        people: in all groups together.

    Raises:
        FairnessError: a rate or ``known`` is out of range, or a group has nobody.
    """
    names = tuple(wrong)
    if not 0 < known <= 1 or not names or not all(0 < rate < 1 for rate in wrong.values()):
        raise FairnessError("give each group a rate between 0 and 1, and `known` above 0 and at most 1")
    if people < len(names):
        raise FairnessError(f"{people} people cannot fill {len(names)} groups; give more")
    rng = np.random.default_rng(seed)
    group = np.arange(people) % len(names)
    rate = np.array([wrong[name] for name in names])[group]
    if known == 1:
        truth = rng.random(people) < rate
        return Applications(names, group, truth.astype(float), truth)
    weight = 1 / known - 1  # Beta(rate·w, (1-rate)·w) has mean rate and variance known·rate·(1-rate)
    score = rng.beta(rate * weight, (1 - rate) * weight)
    return Applications(names, group, score, rng.random(people) < score)


@dataclass(frozen=True)
class Rates:
    """Four questions to one decision about one group. None: nobody of whom it could be asked."""

    people: int
    selected: float | None  # of all: how many are reviewed?
    false_alarms: float | None  # of those with nothing wrong: how many are reviewed?
    missed: float | None  # of those with something wrong: how many are not?
    precision: float | None  # of the reviewed: how many had something wrong?


def rates(wrong: Mask, flagged: Mask) -> Rates:
    """The four rates of people of whom ``wrong`` is the truth and ``flagged`` the decision, both (people,).

    Raises:
        FairnessError: they are not of one length.
    """
    wrong, flagged = np.asarray(wrong, bool), np.asarray(flagged, bool)
    if wrong.shape != flagged.shape or wrong.ndim != 1:
        raise FairnessError(f"truth {wrong.shape} and decision {flagged.shape} must be lists of one length")

    def share(of: Mask, among: Mask) -> float | None:
        return float(of[among].mean()) if among.any() else None

    return Rates(
        len(wrong),
        share(flagged, np.ones_like(wrong)),
        share(flagged, ~wrong),
        share(~flagged, wrong),
        share(wrong, flagged),
    )


def by_group(applications: Applications, flagged: Mask) -> dict[str, Rates]:
    """The rates of each group."""
    return {
        name: rates(applications.wrong[applications.of(name)], flagged[applications.of(name)])
        for name in applications.names
    }


def choose(applications: Applications, policy: str, capacity: float) -> Mask:
    """Whom to review, (people,): in each group those with the highest scores.

    How far down the scores of each group to go is set with the truth in hand, as an office does on past cases.

    Args:
        policy: one of `POLICIES`: what is to be the same in every group.
        capacity: the part of all applications that can be reviewed, between 0 and 1.

    Raises:
        FairnessError: there is no such policy, or the capacity is out of range.
    """
    if policy not in POLICIES or not 0 < capacity < 1:
        raise FairnessError(f"choose one of {', '.join(POLICIES)}, and a capacity between 0 and 1")
    budget = int(capacity * len(applications.score))
    flagged = np.zeros(len(applications.score), bool)
    if policy == POLICIES[0]:
        flagged[np.argsort(-applications.score, kind="stable")[:budget]] = True
        return flagged
    order, reach = [], []
    for name in applications.names:
        mine = np.flatnonzero(applications.of(name))
        mine = mine[np.argsort(-applications.score[mine], kind="stable")]
        order.append(mine)
        reach.append(_reach(applications.wrong[mine], policy))
    low, high = 0.0, 1.0
    for _ in range(50):  # the furthest that all groups can go together
        middle = (low + high) / 2
        if sum(_upto(each, middle) for each in reach) <= budget:
            low = middle
        else:
            high = middle
    for mine, each in zip(order, reach, strict=True):
        flagged[mine[: _upto(each, low)]] = True
    return flagged


def _reach(wrong: Mask, policy: str) -> Numbers:
    """For the first 1, 2, ... of a group's applications: what the policy keeps equal, as a number that only rises."""
    k = np.arange(1, len(wrong) + 1)
    if policy == "equal selection":
        return k / len(wrong)
    if policy == "equal false alarms":
        return np.asarray(np.cumsum(~wrong) / max(1, (~wrong).sum()))
    if policy == "equal missed":
        return np.asarray(np.cumsum(wrong) / max(1, wrong.sum()))
    smooth = np.maximum.accumulate((np.cumsum(wrong) / k)[::-1])[::-1]
    return np.asarray(1 - smooth)


def _upto(reach: Numbers, limit: float) -> int:
    return int(np.searchsorted(reach, limit, side="right"))


def gaps(found: Mapping[str, Rates]) -> dict[str, float]:
    """For each of the four rates, the largest difference between two groups."""
    spread = {}
    for rate in ("selected", "false_alarms", "missed", "precision"):
        values = [getattr(one, rate) for one in found.values()]
        known = [value for value in values if value is not None]
        spread[rate] = max(known) - min(known) if known else 0.0
    return spread


def forced_false_alarms(wrong: float, precision: float, missed: float) -> float:
    """The false alarms that follow from three other numbers of a group; nobody chooses them.

    Of 1 person, wrong·(1-missed) are found. For each found, (1-precision)/precision are reviewed for nothing. Divide by those
    with nothing wrong, 1-wrong (Chouldechova 2017).

    Raises:
        FairnessError: a number is out of range, or no decision about such a group can have these three at once.
    """
    if not (0 < wrong < 1 and 0 < precision <= 1 and 0 <= missed <= 1):
        raise FairnessError("give the rate wrong and the precision above 0, and missed from 0 to 1")
    forced = wrong / (1 - wrong) * (1 - precision) / precision * (1 - missed)
    if forced > 1 + 1e-12:
        raise FairnessError(
            f"with {wrong:.0%} wrong, no decision has a precision of {precision:.0%} and misses {missed:.0%}"
        )
    return forced


def calibration(applications: Applications, bins: int = 10) -> dict[str, list[tuple[float, float, int]]]:
    """For each group and each band of scores with at least 30 people: mean score, part that was wrong, people."""
    band = np.minimum((applications.score * bins).astype(int), bins - 1)
    found: dict[str, list[tuple[float, float, int]]] = {}
    for name in applications.names:
        mine = applications.of(name)
        here = [mine & (band == b) for b in range(bins)]
        found[name] = [
            (float(applications.score[m].mean()), float(applications.wrong[m].mean()), int(m.sum()))
            for m in here
            if m.sum() >= 30
        ]
    return found


def checks_by_year(
    first: float,
    *,
    wrong: float = 0.1,
    at_random: float = 0.0,
    years: int = 12,
    checks: int = 4000,
    seed: int = 0,
) -> list[float]:
    """The part of all checks that falls on group B, year by year, where A and B are *equally often* wrong.

    Each year's checks are shared out as what was found in all years before. What nobody checked counts as right.

    Args:
        first: B's part of the checks in the first year. wrong: the part of both groups' applications that is wrong.
        at_random: the part of the checks drawn from everybody alike. Where there are any, the office learns the two rates from
            these alone, and shares out the rest by them.

    Raises:
        FairnessError: a part is out of range.
    """
    if not 0 < first < 1 or not 0 < wrong < 1 or not 0 <= at_random <= 1:
        raise FairnessError("give each part as a number between 0 and 1")
    rng = np.random.default_rng(seed)
    drawn = int(checks * at_random)
    share, shares = first, [first * (1 - at_random) + at_random / 2]
    found = np.zeros(2)  # of A and of B, in all years
    for _ in range(years - 1):
        if drawn:
            found += rng.binomial(drawn // 2, wrong, size=2)
        else:
            found += rng.binomial([round(checks * (1 - share)), round(checks * share)], wrong)
        share = float(found[1] / found.sum()) if found.sum() else share
        shares.append(share * (1 - at_random) + at_random / 2)
    return shares


@dataclass(frozen=True)
class Appeals:
    """What becomes of those who were stopped with nothing wrong."""

    appeal: float  # part of them that appeals: who knows how, has the language, the time, somebody to ask
    upheld: float  # part of their appeals that succeeds


def left_wronged(false_alarms: float, appeals: Appeals, per: int = 1000) -> float:
    """Of ``per`` people with nothing wrong: how many were stopped and stay so after appeals.

    Raises:
        FairnessError: a part is out of range.
    """
    if not all(0 <= part <= 1 for part in (false_alarms, appeals.appeal, appeals.upheld)):
        raise FairnessError("give each part as a number from 0 to 1")
    return per * false_alarms * (1 - appeals.appeal * appeals.upheld)
