"""Differential functioning: is an item harder for one group than for others who know as much?

Learners are matched on their score on the *other* items, so that a group which knows less of everything accuses no item.
Source: Holland and Thayer, "Differential item performance and the Mantel-Haenszel procedure" (1988), with the size on the
scale of the Educational Testing Service, where 1.5 or more counts as large. Many items are looked at, so what is flagged
is held to Benjamini and Hochberg (1995): about one flag in twenty is chance.
"""

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from openhearth.ethics.exam.store import Attempt, StoreError

ENOUGH = 25  # answers to an item, in the group and outside it, before it is looked at
STRATA = 5  # groups of like scores
LARGE = 1.5  # on the delta scale
RATE = 0.05  # share of flags that chance may account for


@dataclass(frozen=True)
class Differential:
    """One item, one group against everybody else."""

    id: str
    group: str
    answers: int  # of the group
    others: int  # answers of the others
    delta: float  # below 0: harder for the group than for others who know as much
    p: float  # probability of a difference as large by chance
    flag: bool


def read_groups(path: Path) -> dict[str, str]:
    """Each learner's group, from a table (CSV) with the columns ``learner`` and ``group``.

    Raises:
        StoreError: it cannot be read, has other columns, or names a learner twice.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise StoreError(f"{path} cannot be read ({error})") from None
    groups: dict[str, str] = {}
    for row in rows:
        learner, group = (str(row.get(name) or "").strip() for name in ("learner", "group"))
        if not learner or not group:
            raise StoreError(f"{path} needs the columns learner and group, both filled in every line")
        if groups.setdefault(learner, group) != group:
            raise StoreError(f"{path} puts {learner} into two groups")
    if len(set(groups.values())) < 2:
        raise StoreError(f"{path} names fewer than two groups, so there is nothing to compare")
    return groups


def differential(attempts: Iterable[Attempt], groups: Mapping[str, str]) -> list[Differential]:
    """Every item and group with enough answers, the most striking first; from finished first attempts."""
    finished = [
        attempt
        for attempt in attempts
        if attempt.finished is not None and attempt.number == 1 and attempt.learner in groups
    ]
    answers: dict[str, list[tuple[str, bool, int]]] = defaultdict(list)
    for attempt in finished:
        for at, item in enumerate(attempt.paper):
            right = attempt.answers.get(at) == item.right
            answers[item.id].append((groups[attempt.learner], right, attempt.score - right))
    sizes = Counter(groups[attempt.learner] for attempt in finished)
    asked = sorted(sizes, key=lambda name: (sizes[name], name))
    if len(asked) == 2:
        asked.pop()  # against each other, one comparison says all: that of the smaller group
    found = [
        one
        for item, given in answers.items()
        for group in asked
        if (one := _compared(item, group, given)) is not None
    ]
    found.sort(key=lambda one: (one.p, one.id, one.group))
    last = max((n for n, one in enumerate(found, start=1) if one.p <= RATE * n / len(found)), default=0)
    return [
        Differential(o.id, o.group, o.answers, o.others, o.delta, o.p, n <= last and abs(o.delta) >= LARGE)
        for n, o in enumerate(found, start=1)
    ]


def _compared(item: str, group: str, given: list[tuple[str, bool, int]]) -> Differential | None:
    """The item's common odds ratio over strata of like scores, or None where too little is known."""
    theirs = sum(who == group for who, _, _ in given)
    if min(theirs, len(given) - theirs) < ENOUGH:
        return None
    above = below = observed = expected = variance = 0.0
    for stratum in _strata(given):
        total = len(stratum)
        a = sum(right for who, right, _ in stratum if who != group)  # others, right
        b = sum(not right for who, right, _ in stratum if who != group)
        c = sum(right for who, right, _ in stratum if who == group)
        d = total - a - b - c
        if not a + b or not c + d:
            continue  # nobody to compare with
        above, below = above + a * d / total, below + b * c / total
        observed, expected = observed + a, expected + (a + b) * (a + c) / total
        variance += (a + b) * (c + d) * (a + c) * (b + d) / (total * total * (total - 1))
    if not above or not below or not variance:
        return None
    square = max(0.0, abs(observed - expected) - 0.5) ** 2 / variance
    delta = -2.35 * math.log(above / below)
    return Differential(
        item, group, theirs, len(given) - theirs, delta, math.erfc(math.sqrt(square / 2)), False
    )


def _strata(given: list[tuple[str, bool, int]]) -> list[list[tuple[str, bool, int]]]:
    """Answers by like scores: as many strata as `STRATA`, no score in two of them."""
    ordered = sorted(given, key=lambda one: one[2])
    cuts = [ordered[len(ordered) * n // STRATA][2] for n in range(1, STRATA)]
    found: dict[int, list[tuple[str, bool, int]]] = defaultdict(list)
    for one in ordered:
        found[sum(one[2] >= cut for cut in cuts)].append(one)
    return list(found.values())
