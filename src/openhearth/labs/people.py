"""Lesson E1: who stands alone in a table, whom another list names, what a hash hides, what totals tell, whom an alarm meets.

The town is made up. Its ages and districts were set so that as many people stand alone in its voters' list as Sweeney
(1997) counted in a real one, which is what `ON_CAMBRIDGES_LIST` holds. Tables are mappings from a column's name to an
array with one value for each row.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Table = Mapping[str, NDArray[Any]]

LISTED = 54_805
"""Voters on the list of Cambridge, Massachusetts, that Sweeney (1997) used."""

ON_CAMBRIDGES_LIST: Mapping[tuple[str, ...], float] = {
    ("born",): 0.12,
    ("born", "sex"): 0.29,
    ("born", "district"): 0.69,
}
"""Share of these voters who stand alone with what is known: birth date, sex, five-digit postal code (Sweeney, 1997)."""

DISTRICTS = ("Alder", "Birch", "Cedar", "Elm", "Hazel", "Linden", "Maple", "Oak", "Willow")
_SIZES = np.array([5, 4, 4, 3, 3, 2, 2, 1, 1])
ILLNESSES = (
    "asthma",
    "depression",
    "diabetes",
    "fracture",
    "hepatitis",
    "HIV",
    "malaria",
    "stroke",
    "tuberculosis",
)
TODAY = np.datetime64("2026-01-01")


def town(adults: int = 70_000, listed: int = LISTED, seed: int = 0) -> Table:
    """The adults of a made-up town, one row each.

    Columns: ``person`` (a number that only we know), ``born`` (day), ``sex``, ``district``, ``listed`` (whether the
    public list of voters, which has names, holds them).

    Raises:
        ValueError: there are fewer adults than ``listed``, or none.
    """
    if not 0 < listed <= adults:
        raise ValueError(f"{listed} of {adults} adults cannot be on the list; give 1 to {adults}")
    draw = np.random.default_rng(seed)
    student = draw.random(adults) < 0.3
    age = 18 + np.where(student, draw.gamma(3, 3, adults), draw.gamma(2.2, 14.5, adults))
    return {
        "person": np.arange(adults),
        "born": TODAY - np.floor(np.minimum(age, 104) * 365.25).astype("timedelta64[D]"),
        "sex": draw.choice(np.array(["F", "M"]), adults),
        "district": draw.choice(np.array(DISTRICTS), adults, p=_SIZES / _SIZES.sum()),
        "listed": draw.permutation(adults) < listed,
    }


def stays(people: Table, count: int = 5000, seed: int = 0) -> Table:
    """Stays in the town's hospital, at most one a person: their row of the town, and ``illness``."""
    draw = np.random.default_rng([seed, 1])
    found = rows(people, draw.choice(len(people["person"]), count, replace=False))
    return {**found, "illness": draw.choice(np.array(ILLNESSES), count)}


def river(tested: int = 1200, seed: int = 0) -> Table:
    """People of made-up villages whose hair was tested for mercury, one row each.

    Columns: ``village`` and ``valley`` (numbers from 0), ``age`` (years), ``sex``, ``high`` (whether the value is above
    the limit; in three villages of 24 more often than elsewhere).
    """
    draw = np.random.default_rng([seed, 2])
    share = draw.dirichlet(np.full(24, 1.5))
    village = draw.choice(24, tested, p=share)
    return {
        "village": village,
        "valley": village // 8,
        "age": draw.integers(2, 80, tested),
        "sex": draw.choice(np.array(["F", "M"]), tested),
        "high": draw.random(tested) < np.where(village % 8 == 3, 0.6, 0.08),
    }


def traces(phones: int = 20_000, places: int = 300, days: int = 5, seed: int = 0) -> NDArray[np.int16]:
    """Where made-up telephones were, hour by hour: numbers of places, (phones, 24 * days).

    Each has a home for the night and a place of work for the day; in the evening, and in one hour of five, it is
    elsewhere. Some places have many visitors, most have few.
    """
    draw = np.random.default_rng([seed, 3])
    weight = np.arange(1, places + 1) ** -0.7
    weight /= weight.sum()
    home, work = draw.choice(places, (2, phones, 1), p=weight)
    hour = np.arange(24 * days) % 24
    evening = (hour >= 17) & (hour < 20)
    at = np.where((hour >= 8) & (hour < 17), work, home)
    away = evening | (draw.random(at.shape) < 0.2)
    seen: NDArray[np.int16] = np.where(away, draw.choice(places, at.shape, p=weight), at).astype(np.int16)
    return seen


def alone_after(seen: NDArray[np.int16], moments: int, tried: int = 300, seed: int = 0) -> float:
    """Share of telephones, 0 to 1, that nobody else's agrees with at ``moments`` hours drawn at random.

    Raises:
        ValueError: there are not so many hours.
    """
    if not 0 <= moments <= seen.shape[1]:
        raise ValueError(f"{moments} moments of {seen.shape[1]} hours; give 0 to {seen.shape[1]}")
    draw = np.random.default_rng([seed, 4])
    single = 0
    for one in draw.integers(len(seen), size=tried):
        hours = draw.choice(seen.shape[1], moments, replace=False)
        single += int((seen[:, hours] == seen[one, hours]).all(axis=1).sum() == 1)
    return single / tried


def rows(table: Table, which: NDArray[Any]) -> dict[str, NDArray[Any]]:
    """The rows of a table that ``which`` names, by number or by a yes or no for each."""
    return {name: column[which] for name, column in table.items()}


def coarser(born: NDArray[Any], to: str) -> NDArray[Any]:
    """Birth dates cut to ``day``, ``month``, ``year`` or ``decade``, as texts.

    Raises:
        ValueError: there is no such step.
    """
    lengths = {"day": 10, "month": 7, "year": 4, "decade": 3}
    if to not in lengths:
        raise ValueError(f"there is no step {to!r}; take one of {', '.join(lengths)}")
    return born.astype(str).astype(f"<U{lengths[to]}")


def groups(table: Table, known: Sequence[str]) -> NDArray[np.intp]:
    """For each row, the number of its group: rows that agree in all columns of ``known``.

    Raises:
        ValueError: a column is missing. With no column at all, everybody is in one group.
    """
    missing = [name for name in known if name not in table]
    if missing:
        raise ValueError(f"there is no column {missing[0]!r}; the table has {', '.join(table)}")
    found = np.zeros(len(next(iter(table.values()))), dtype=np.intp)
    for name in known:
        values, at = np.unique(table[name], return_inverse=True)
        found = np.unique(found * len(values) + at, return_inverse=True)[1]
    return found


def group_sizes(table: Table, known: Sequence[str]) -> NDArray[np.intp]:
    """For each row, how many rows look the same to somebody who knows the columns ``known``, itself included."""
    found = groups(table, known)
    return np.bincount(found)[found]


def alone(table: Table, known: Sequence[str]) -> float:
    """Share of the rows, 0 to 1, that stand alone for somebody who knows ``known``."""
    return float((group_sizes(table, known) == 1).mean())


def alike(table: Table, known: Sequence[str], secret: str) -> float:
    """Share of the rows, 0 to 1, that are not alone, but whose whole group has one value of ``secret``."""
    sizes = group_sizes(table, known)
    return float(((sizes > 1) & (sizes == group_sizes(table, [*known, secret]))).mean())


@dataclass(frozen=True)
class Links:
    """What a link of a table without names with a register that has them gave."""

    rows: int  # of the table
    named: int  # rows that fit exactly one entry of the register
    right: int  # of these, how many are that person

    @property
    def precision(self) -> float:
        """Part of the names that are right, 0 to 1; 0 where nobody was named."""
        return self.right / self.named if self.named else 0.0


def link(table: Table, register: Table, known: Sequence[str]) -> Links:
    """Name the rows of ``table`` that fit exactly one entry of ``register`` in the columns ``known``.

    The column ``person`` of both is used only to see which names are right.
    """
    size = len(table["person"])
    both = groups({name: np.concatenate([table[name], register[name]]) for name in known}, known)
    ours, theirs = both[:size], both[size:]
    fits = np.bincount(theirs, minlength=both.max() + 1)
    whose = np.zeros(both.max() + 1, dtype=np.intp)
    whose[theirs] = register["person"]
    named = fits[ours] == 1
    right = named & (whose[ours] == table["person"])
    return Links(size, int(named.sum()), int(right.sum()))


def hashed(number: str, salt: str = "") -> str:
    """SHA-256 of a number, after ``salt``: the same for everybody who computes it."""
    return hashlib.sha256((salt + number).encode()).hexdigest()


def pseudonym(number: str, key: bytes) -> str:
    """HMAC-SHA-256 of a number: only who has the key can compute it, and so undo it."""
    return hmac.new(key, number.encode(), "sha256").hexdigest()


def numbers_behind(tokens: Iterable[str], digits: int, salt: str = "") -> dict[str, str]:
    """The numbers of ``digits`` digits whose hash is among ``tokens``, by token: all of them are tried."""
    wanted = set(tokens)
    every = (f"{n:0{digits}d}" for n in range(10**digits))
    return {token: number for number in every if (token := hashed(number, salt)) in wanted}


def worked_out(counts: Sequence[Sequence[int | None]]) -> dict[tuple[int, int], int]:
    """The hidden cells of a table of counts that its totals give away.

    Args:
        counts: rows of a table whose last row and last column are totals; ``None`` where a count is hidden.

    Returns:
        The value of each hidden cell that can be computed, by (row, column), totals included.

    Raises:
        ValueError: the rows differ in length, or there is nothing but totals.
    """
    if len(counts) < 2 or len({len(row) for row in counts}) != 1 or len(counts[0]) < 2:
        raise ValueError("give rows of one length, the last row and the last column being totals")
    cells = [list(row) for row in counts]
    height, width = len(cells), len(cells[0])
    lines = [[(y, x) for x in range(width)] for y in range(height)]
    lines += [[(y, x) for y in range(height)] for x in range(width)]
    found: dict[tuple[int, int], int] = {}
    again = True
    while again:
        again = False
        for line in lines:
            hidden = [at for at in line if cells[at[0]][at[1]] is None]
            if len(hidden) == 1:
                *parts, total = [cells[y][x] or 0 for y, x in line]
                y, x = hidden[0]
                value = sum(parts) if hidden[0] == line[-1] else total - sum(parts)
                cells[y][x] = found[y, x] = value
                again = True
    return found


@dataclass(frozen=True)
class Alarms:
    """Whom a test alarms, in people."""

    ill: float  # alarmed, and have it
    well: float  # alarmed, and do not

    @property
    def true(self) -> float:
        """Part of those alarmed who have it, 0 to 1; 0 where nobody is alarmed."""
        return self.ill / (self.ill + self.well) if self.ill + self.well else 0.0


def alarms(people: float, rate: float, found: float, wrong: float) -> Alarms:
    """Whom a test alarms among ``people`` of whom the part ``rate`` is ill.

    Args:
        found: part of the ill whom it finds. wrong: part of the others whom it alarms. All parts from 0 to 1.

    Raises:
        ValueError: a part is not between 0 and 1, or there are fewer than no people.
    """
    if people < 0 or not all(0 <= part <= 1 for part in (rate, found, wrong)):
        raise ValueError("give a number of people, and three parts between 0 and 1")
    return Alarms(people * rate * found, people * (1 - rate) * wrong)
