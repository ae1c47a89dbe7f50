"""Whose votes count how much (lesson 14): equal or by work done, and how an organised minority captures the outcome.

The members, their work and their opinions are invented; only the counting is real (``labs.voting``).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openhearth.labs.voting import Ballot, Election, decide, first_places, tally


def contributions(people: int, *, seed: int = 0) -> NDArray[np.float64]:
    """Work done by each of ``people``, most first: a few do most of it, as in many open projects. (people,), sum 1."""
    drawn = np.random.default_rng(seed).lognormal(0.0, 1.6, people)
    return np.sort(drawn / drawn.sum())[::-1]


def fewest(weights: Iterable[float], majority: float = 1.0) -> int:
    """How few people can pass a decision against all others, if each vote counts by its weight.

    Args:
        majority: votes needed for each vote against; at 1 it takes more than half, at 3 three quarters.

    Raises:
        ValueError: there are no weights, or one is below zero.
    """
    heavy = np.sort(np.asarray(list(weights), dtype=float))[::-1]
    if not len(heavy) or heavy[-1] < 0 or heavy.sum() <= 0:
        raise ValueError("give the weight of each voter, none below zero, and some above")
    yes = np.cumsum(heavy)
    no = yes[-1] - yes
    enough = (yes >= majority * no - 1e-12) & (yes > no + 1e-12)
    return int(np.argmax(enough)) + 1


@dataclass(frozen=True)
class Rule:
    """A way of counting."""

    weighted: bool = False  # by work done, or one each
    majority: float = 1.0
    plurality: bool = False  # first places only, no default


def capture(
    share: float,
    rule: Rule,
    *,
    block: bool = False,
    people: int = 200,
    turnout: float = 0.4,
    runs: int = 60,
    seed: int = 0,
) -> float:
    """How often an organised minority gets its way, 0 to 1.

    The minority all vote, and work four times as much as others. Of the rest, ``turnout`` vote. Each of them ranks two proposals
    of the community and the status quo in an order of their own, and 3 in 10 like the minority's proposal better than the
    status quo. Where the minority ``block``, 9 in 10 of the rest want a change.

    Args:
        share: the minority's part of the members.
        block: they want nothing to change; else they push a proposal of their own.

    Raises:
        ValueError: the share is not between 0 and 1.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a share lies between 0 and 1, not {share}")
    random = np.random.default_rng(seed)
    wins = 0
    for run in range(runs):
        work = contributions(people, seed=seed * 1000 + run)
        theirs = random.permutation(people) < round(share * people)
        weight = np.where(theirs, 4 * work, work) if rule.weighted else np.ones(people)
        there = theirs | (random.random(people) < turnout)
        orders: Counter[tuple[str, ...]] = Counter()
        for member in np.flatnonzero(there):
            orders[_order(bool(theirs[member]), block, random)] += weight[member]
        ballots = (Ballot({o: i for i, o in enumerate(order, 1)}, w) for order, w in orders.items())
        wins += _won(Election(("theirs", "one", "other", "keep"), tuple(ballots)), rule, block)
    return wins / runs


def _order(theirs: bool, block: bool, random: np.random.Generator) -> tuple[str, ...]:
    if theirs:
        return ("keep", "theirs") if block else ("theirs", "keep")
    names = ["one", "other"] if random.random() < 0.5 else ["other", "one"]
    wants_change = block and random.random() < 0.9
    names.insert(2 if wants_change else int(random.integers(3)), "keep")
    names.insert(names.index("keep") + (0 if random.random() < 0.3 else 1), "theirs")
    return tuple(names)


def _won(election: Election, rule: Rule, block: bool) -> bool:
    wanted = "keep" if block else "theirs"
    if rule.plurality:
        first = first_places(election)
        return max(first, key=lambda name: first[name]) == wanted
    majority = dict.fromkeys(("theirs", "one", "other"), rule.majority)
    return decide(tally(election), "keep", majority=majority).winner == wanted
