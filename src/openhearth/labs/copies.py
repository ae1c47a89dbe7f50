"""A copy of an election that elects somebody else, and what the copying did (lesson 11).

    changed()            pair by pair, what a copy of a tally has that the original has not
    ties_broken()        the same ballots for a format that knows no ties
    copied_elections()   how often such a copy changes the winner, and whom it favours

Ballots and counting are those of `labs.voting`. Source of the copy: PrefLib (Mattei and Walsh 2013).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from openhearth.labs.voting import LEADER_2003, Ballot, BallotError, Election, Tally, decide, published, tally

COPY_2003 = published(
    LEADER_2003.options,
    [
        [0, 45, 76, 57, 236],
        [428, 0, 262, 252, 450],
        [385, 221, 0, 244, 410],
        [397, 228, 237, 0, 427],
        [202, 29, 65, 39, 0],
    ],
)
"""Debian's leader election of 2003 as counted from PrefLib's file 00002-00000002.soi (PrefLib-Data, commit 34494be):
488 voters, strict orders only. Numbers are kept here, no ballot."""


@dataclass(frozen=True)
class Change:
    """Votes that one option has over another in a copy, and had not in the original."""

    one: str
    other: str
    votes: float  # more than in the original; below zero: fewer
    one_is_printed_first: bool


def changed(original: Tally, copy: Tally) -> list[Change]:
    """Where a copy differs, pair by pair, in the order of the ballot paper.

    Raises:
        BallotError: the two are not about the same options in the same order.
    """
    if original.options != copy.options:
        raise BallotError(
            f"the tallies are about {', '.join(original.options)} and about {', '.join(copy.options)}; bring them in one order"
        )
    names = original.options
    return [
        Change(names[i], names[j], float(copy.votes[i, j] - original.votes[i, j]), i < j)
        for i in range(len(names))
        for j in range(len(names))
        if copy.votes[i, j] != original.votes[i, j]
    ]


def ties_broken(election: Election, *, printed: Sequence[str] | None = None) -> Election:
    """The same ballots for a format that knows no ties: equals are put in the order in which they are ``printed``.

    Options that a voter left out stay out.
    """
    order = {name: at for at, name in enumerate(printed or election.options)}

    def strict(ballot: Ballot) -> Ballot:
        ranked = sorted(ballot.places, key=lambda name: (ballot.places[name], order[name]))
        return replace(ballot, places={name: place for place, name in enumerate(ranked, start=1)})

    return replace(election, ballots=tuple(map(strict, election.ballots)))


def drawn_election(seed: int, *, voters: int = 101, options: int = 4, grades: int = 4) -> Election:
    """An election in which nobody is favoured: each voter grades each option at random, and equal grades are ties."""
    draw = random.Random(f"election {seed}")
    names = tuple("ABCDEFGH"[:options])
    ballots = tuple(Ballot({name: draw.randint(1, grades) for name in names}) for _ in range(voters))
    return Election(names, ballots)


def copied_elections(count: int = 300, *, seed: int = 0) -> tuple[float, dict[str, float]]:
    """Elections drawn, and copied with their ties broken: the share whose winner changes, and each option's wins in the copies.

    A tie for the win is no winner. Options in the order of the ballot paper.
    """
    flips, wins = 0, dict.fromkeys("ABCD", 0)
    for n in range(count):
        election = drawn_election(seed * 100_003 + n)
        before, after = (decide(tally(one)).winner for one in (election, ties_broken(election)))
        flips += before != after
        if after:
            wins[after] += 1
    return flips / count, {name: n / count for name, n in wins.items()}
