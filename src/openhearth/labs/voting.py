"""Ranked ballots counted as Debian counts them: quorum, default option, majority, then Schulze (lessons 11 and 14).

    Election   ballots, read from a text or given     ->  tally()   ->  Tally: voters who place one option above another
    Tally      also straight from a published table   ->  decide()  ->  Outcome: who is dropped, who wins, and why

Sources: the Debian Constitution 1.9, appendix A, "Vote Counting"; Schulze (2011), "A new monotonic, clone-independent,
reversal symmetric, and condorcet-consistent single-winner election method", Social Choice and Welfare 36; the tallies that
Debian publishes under www.debian.org/vote (only numbers are kept here).
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from openhearth.errors import OpenhearthError

Votes = NDArray[np.float64]


class BallotError(OpenhearthError):
    """Ballots, or a tally of them, that cannot be counted."""


@dataclass(frozen=True)
class Ballot:
    """How one voter ranks, or ``count`` voters who rank alike: 1 is best, equal numbers are equal, unnamed options last."""

    places: Mapping[str, int]
    count: float = 1.0  # voters, or their weight

    def prefers(self, one: str, other: str) -> bool:
        """Whether ``one`` stands above ``other``; an unnamed option stands below every named one, and above none."""
        return self.places.get(one, math.inf) < self.places.get(other, math.inf)


@dataclass(frozen=True)
class Election:
    """The options, in the order of the ballot paper, and the ballots.

    Raises:
        BallotError: an option is named twice, a ballot names an option that is not there, or counts less than nothing.
    """

    options: tuple[str, ...]
    ballots: tuple[Ballot, ...]

    def __post_init__(self) -> None:
        if len(set(self.options)) != len(self.options) or not self.options:
            raise BallotError(f"the options are {list(self.options)}; name at least one, and each once")
        for ballot in self.ballots:
            for option in ballot.places:
                if option not in self.options:
                    raise BallotError(
                        f"a ballot ranks {option!r}, which is no option here; the options are {', '.join(self.options)}"
                    )
            if not (math.isfinite(ballot.count) and ballot.count >= 0):
                raise BallotError(f"a ballot counts {ballot.count} times; give a number from zero up")

    @property
    def voters(self) -> float:
        """Ballots cast, or the sum of their weights."""
        return sum(ballot.count for ballot in self.ballots)


@dataclass(frozen=True)
class Tally:
    """``votes[i, j]`` voters place option ``i`` above option ``j``; shape (options, options), the diagonal is zero."""

    options: tuple[str, ...]
    votes: Votes

    def over(self, one: str, other: str) -> float:
        """Voters who place ``one`` above ``other``.

        Raises:
            BallotError: one of them is no option here.
        """
        return float(self.votes[self._at(one), self._at(other)])

    def without(self, gone: Iterable[str]) -> "Tally":
        """The same tally with some options left out."""
        gone = set(gone)
        keep = [i for i, option in enumerate(self.options) if option not in gone]
        return Tally(tuple(self.options[i] for i in keep), self.votes[np.ix_(keep, keep)])

    def _at(self, option: str) -> int:
        if option not in self.options:
            raise BallotError(f"{option!r} is no option here; the options are {', '.join(self.options)}")
        return self.options.index(option)


@dataclass(frozen=True)
class Outcome:
    """What a count decided. With several ``winners`` the casting vote chooses among them."""

    winners: tuple[str, ...]
    dropped: Mapping[str, str] = field(
        default_factory=dict
    )  # option: why it fell before options were compared
    ignored: tuple[tuple[str, str], ...] = ()  # weakest defeats that were set aside, in order

    @property
    def winner(self) -> str | None:
        """The winner, or None where the ballots do not decide."""
        return self.winners[0] if len(self.winners) == 1 else None

    @property
    def sentence(self) -> str:
        """The outcome in one sentence."""
        if self.winner:
            return f"{self.winner} wins."
        return f"{', '.join(self.winners)} are tied: the ballots do not decide, so the casting vote does."


def read_ballots(text: str) -> Election:
    """Ballots from plain text: a line of options, then lines of how many rank how.

        options: Amina, Bo, Chi
        31: Amina > Bo = Chi
        7: Bo

    Raises:
        BallotError: a line is not of that form; it says which.
    """
    options: tuple[str, ...] = ()
    ballots = []
    for number, line in _lines(text):
        head, colon, rest = line.partition(":")
        if head.strip().lower() == "options" and not options:
            options = tuple(name.strip() for name in rest.split(","))
            continue
        groups = [[name.strip() for name in group.split("=")] for group in rest.split(">")]
        ballots.append(_ballot(number, line, head, groups if colon and rest.strip() else []))
    if not options:
        raise BallotError("the first line must name the options, as in 'options: Amina, Bo, Chi'")
    return Election(options, tuple(ballots))


def read_preflib(text: str) -> Election:
    """Ballots in the format of PrefLib (preflib.org), as in ``7: 3,{1,4},2``; options as its header names them.

    Raises:
        BallotError: a line is not of that form; it says which.
    """
    names = dict(re.findall(r"^# ALTERNATIVE NAME (\d+): *(.*?) *$", text, re.MULTILINE))
    if not names:
        raise BallotError("no option is named; a PrefLib file has lines like '# ALTERNATIVE NAME 1: Amina'")
    ballots = []
    for number, line in _lines(text):
        head, _, rest = line.partition(":")
        if not re.fullmatch(r"\s*(\d+|\{[\d,\s]+\})(\s*,\s*(\d+|\{[\d,\s]+\}))*\s*", rest):
            raise BallotError(f"line {number} of the ballots, {line[:60]!r}, is not like '7: 3,{{1,4}},2'")
        groups = [re.findall(r"\d+", group) for group in re.findall(r"\{[^}]*\}|\d+", rest)]
        unknown = [name for group in groups for name in group if name not in names]
        if unknown:
            raise BallotError(f"line {number} of the ballots ranks option {unknown[0]}, which has no name")
        ballots.append(_ballot(number, line, head, [[names[name] for name in group] for group in groups]))
    return Election(tuple(names.values()), tuple(ballots))


def tally(election: Election) -> Tally:
    """How many voters place each option above each other one.

    Raises:
        BallotError: there are no ballots, or none that counts.
    """
    if election.voters <= 0:
        raise BallotError(
            "there are no ballots, so nothing was decided; wait for votes, or keep things as they are"
        )
    votes = np.zeros((len(election.options),) * 2)
    for ballot in election.ballots:
        places = np.array([ballot.places.get(option, math.inf) for option in election.options])
        votes += ballot.count * (places[:, None] < places[None, :])
    return Tally(election.options, votes)


def published(options: Iterable[str], rows: Iterable[Iterable[float]]) -> Tally:
    """A tally as it was published: row x, column y holds the votes for x over y, in the order of ``options``.

    Raises:
        BallotError: it is not square, not in the number of the options, or has a number below zero.
    """
    names, votes = tuple(options), [list(row) for row in rows]
    if any(len(row) != len(names) for row in votes) or len(votes) != len(names):
        raise BallotError(f"{len(names)} options need {len(names)} rows of {len(names)} numbers")
    table = np.array(votes, dtype=np.float64)
    if not np.isfinite(table).all() or (table < 0).any():
        raise BallotError("a tally holds numbers from zero up, and nothing else")
    np.fill_diagonal(table, 0)
    return Tally(names, table)


def quorum(members: int) -> float:
    """Debian's quorum for votes of all its developers: three times half the square root of their number.

    Raises:
        ValueError: there are no members.
    """
    if members < 1:
        raise ValueError(f"a body of {members} members cannot decide; give at least one")
    return 3 * math.sqrt(members) / 2


def decide(
    counted: Tally,
    default: str | None = None,
    needed: float = 0.0,
    majority: Mapping[str, float] | None = None,
) -> Outcome:
    """Who wins, by Debian's rules.

    1. An option that fewer than ``needed`` voters place above the default option falls (quorum).
    2. So does one that does not beat the default option, or not by its ``majority``: 3 means three to one.
    3. Of the rest, the Schwartz set wins: whoever is not beaten, even by a detour, without beating back. While its members
       beat each other, the weakest such defeats are set aside.

    Args:
        default: the option that stands for "none of these"; without one, steps 1 and 2 are left out.

    Raises:
        BallotError: the default, or an option with a majority of its own, is no option here.
    """
    dropped: dict[str, str] = {}
    for option in {**(majority or {}), **({default: 1.0} if default else {})}:
        counted.over(option, option)  # unknown options are an error
    for option in counted.options if default else ():
        if default is None or option == default:
            continue
        above, below = counted.over(option, default), counted.over(default, option)
        ratio = (majority or {}).get(option, 1.0)
        if above < needed:
            dropped[option] = f"quorum: {above:g} of {needed:.2f} needed place it above {default}"
        elif above < ratio * below or above <= below:
            dropped[option] = f"majority: {above:g} against {below:g} is not {ratio:g} to 1"
    left = counted.without(dropped)
    winners, ignored = _schwartz(left)
    return Outcome(winners, dropped, ignored)


def beatpaths(counted: Tally) -> Votes:
    """Schulze's strengths: ``[i, j]`` is the weakest link of the strongest chain of defeats from i to j; 0 for none."""
    strength = np.where(counted.votes > counted.votes.T, counted.votes, 0.0)
    for k in range(len(counted.options)):
        strength = np.maximum(strength, np.minimum(strength[:, k, None], strength[None, k, :]))
    np.fill_diagonal(strength, 0)
    return strength


def first_places(election: Election) -> dict[str, float]:
    """Plurality's count: voters who place an option alone on top. Whoever ranks two on top is not counted."""
    count = dict.fromkeys(election.options, 0.0)
    for ballot in election.ballots:
        best = min(ballot.places.values(), default=0)
        top = [option for option, place in ballot.places.items() if place == best]
        if len(top) == 1:
            count[top[0]] += ballot.count
    return count


def _schwartz(counted: Tally) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    votes, size = counted.votes, len(counted.options)
    defeats = {(i, j) for i in range(size) for j in range(size) if votes[i, j] > votes[j, i]}
    ignored: list[tuple[str, str]] = []
    while True:
        reach = np.zeros((size, size), dtype=bool)
        for i, j in defeats:
            reach[i, j] = True
        for k in range(size):
            reach |= reach[:, k, None] & reach[None, k, :]
        members = [i for i in range(size) if not (reach[:, i] & ~reach[i]).any()]
        among = {(i, j) for i, j in defeats if i in members and j in members}
        if not among:
            return tuple(counted.options[i] for i in members), tuple(ignored)
        # Weaker: fewer votes for it; with as many, more votes against it.
        weakest = min((votes[i, j], -votes[j, i]) for i, j in among)
        gone = {(i, j) for i, j in among if (votes[i, j], -votes[j, i]) == weakest}
        defeats -= gone
        ignored += [(counted.options[i], counted.options[j]) for i, j in sorted(gone)]


def _lines(text: str) -> list[tuple[int, str]]:
    """Lines with something on them that are no comment, with their numbers."""
    every = ((number, line.strip()) for number, line in enumerate(text.splitlines(), start=1))
    return [(number, line) for number, line in every if line and not line.startswith("#")]


def _ballot(number: int, line: str, head: str, groups: list[list[str]]) -> Ballot:
    named = [name for group in groups for name in group]
    if not re.fullmatch(r"\s*\d+\s*", head) or not all(named) or not named:
        raise BallotError(f"line {number} of the ballots, {line[:60]!r}, is not like '31: Amina > Bo = Chi'")
    if len(set(named)) != len(named):
        raise BallotError(f"line {number} of the ballots, {line[:60]!r}, ranks an option twice")
    places = {name: place for place, group in enumerate(groups, start=1) for name in group}
    return Ballot(places, float(head))


LEADER_2003 = published(
    ("Moshe Zadka", "Bdale Garbee", "Branden Robinson", "Martin Michlmayr", "None Of The Above"),
    [
        [0, 34, 66, 38, 228],
        [428, 0, 238, 224, 449],
        [385, 221, 0, 226, 405],
        [397, 228, 237, 0, 424],
        [202, 29, 65, 39, 0],
    ],
)
"""Debian's leader election of 2003 as certified: 488 ballots, 831 developers (www.debian.org/vote/2003/vote_0001)."""
LEADER_2002 = published(
    ("Branden Robinson", "Raphaël Hertzog", "Bdale Garbee", "None Of The Above"),
    [[0, 255, 178, 385], [199, 0, 134, 406], [291, 327, 0, 443], [68, 50, 18, 0]],
)
"""Debian's leader election of 2002: 475 ballots, 939 developers (www.debian.org/vote/2002/vote_0001)."""
RECALL_2006 = published(("Recall the project leader", "Further discussion"), [[0, 48], [277, 0]])
"""Debian's vote of 2006 on recalling its leader: 1000 developers (www.debian.org/vote/2006/vote_005)."""
LENNY_2008 = published(
    (
        "Reaffirm the Social Contract",
        "Proprietary firmware allowed",
        "Violations of the guidelines allowed",
        "The release team decides",
        "Blobs are taken to comply",
        "No source required of firmware",
        "Further discussion",
    ),
    [
        [0, 46, 60, 72, 73, 89, 117],
        [281, 0, 160, 160, 171, 177, 224],
        [255, 61, 0, 125, 137, 151, 204],
        [253, 121, 146, 0, 160, 166, 194],
        [234, 105, 128, 135, 0, 136, 191],
        [220, 118, 134, 125, 134, 0, 180],
        [226, 129, 145, 153, 160, 169, 0],
    ],
)
"""Debian's vote of December 2008 on releasing version 5.0, "Lenny": the second, third, fourth and sixth option were said to need
three to one (www.debian.org/vote/2008/vote_003; names shortened here)."""
