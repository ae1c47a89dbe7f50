"""Lesson 06: what coarser columns protect and what they cost, and a class's gate in a folder of its own to walk through.

The cost is measured on one question: **was there an outbreak, where and when?** An outbreak that we put into the clinic makes
more patients of one district ill in one month. A scan counts every place and time that the columns still tell apart, and
calls the most surprising. What cannot be told apart cannot be found.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from openhearth.data.clinic import (
    QUASI_IDENTIFIERS,
    REGIONS,
    YEAR,
    Clinic,
    Column,
    Columns,
    crowd,
    make,
    quasi_identifiers,
)
from openhearth.errors import OpenhearthError

if TYPE_CHECKING:
    from openhearth.access import Gate
    from openhearth.ethics.credential import Evidence, Learner, Office

ILLNESS = "kidney_injury"
SHARE = 0.5
"""Part of those who would not have been ill that an outbreak makes ill."""
SURE = 0.05
"""An alarm is called where chance would give one as surprising in fewer than this share of clinics."""


class LayersError(OpenhearthError):
    """What was asked for cannot be measured."""


@dataclass(frozen=True)
class Step:
    """A way to give out the four columns: which are coarser, which are left out."""

    name: str
    coarse: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        unknown = sorted({*self.coarse, *self.left_out} - set(QUASI_IDENTIFIERS))
        if unknown:
            raise LayersError(f"there is no column {unknown[0]!r}; there are {', '.join(QUASI_IDENTIFIERS)}")


STEPS = (
    Step("as collected"),
    Step("ages in tens", ("age",)),
    Step("ages in tens, regions", ("age", "district")),
    Step("ages in tens, half-years", ("age", "admitted")),
    Step("ages in tens, regions, half-years", ("age", "district", "admitted")),
)
COUNTS = Step("counts by district and month, no more", left_out=("age", "sex"))


def given(clinic: Clinic, step: Step) -> dict[str, Column]:
    """The columns as ``step`` gives them out, (n,) each."""
    fine, coarse = quasi_identifiers(clinic), quasi_identifiers(clinic, generalised=True)
    return {
        name: (coarse if name in step.coarse else fine)[name] for name in fine if name not in step.left_out
    }


def alone(columns: Columns) -> float:
    """Share of the rows, 0 to 1, that nobody else looks like in these columns.

    Raises:
        LayersError: there is no column.
    """
    if not columns:
        raise LayersError("without a column nobody can be told apart; give at least one")
    return float((crowd(columns) == 1).mean())


@dataclass(frozen=True)
class Outbreak:
    """Where and when more fall ill than elsewhere."""

    district: str
    month: int  # 1 to 12

    @property
    def when(self) -> str:
        return f"{YEAR}-{self.month:02d}"


def drawn_outbreak(seed: int) -> Outbreak:
    """A district and a month, all alike likely."""
    draw = np.random.default_rng([seed, 6])
    return Outbreak(str(draw.choice(tuple(REGIONS))), int(draw.integers(1, 13)))


def struck(clinic: Clinic, outbreak: Outbreak, share: float = SHARE) -> Clinic:
    """The clinic with ``outbreak`` in it: ``share`` of those of the district and month who were not ill are ill too.

    Nothing else about them is changed, which is simpler than an illness is.

    Raises:
        LayersError: there is no such district or month, or ``share`` is none from 0 to 1.
    """
    if outbreak.district not in REGIONS or not 1 <= outbreak.month <= 12 or not 0 <= share <= 1:
        raise LayersError(f"{outbreak} with a share of {share} cannot be put into the clinic")
    draw = np.random.default_rng([clinic.knobs.seed, 60])
    there = (clinic.patients["district"] == outbreak.district) & (
        clinic.stays["admitted"].astype(str) == outbreak.when
    )
    ill = clinic.stays[ILLNESS] | (there & (draw.random(len(clinic)) < share)).astype(int)
    return replace(clinic, stays={**clinic.stays, ILLNESS: ill})


@dataclass(frozen=True)
class Alarm:
    """The place and time with the most surprising number of patients."""

    place: str  # a district or a region
    time: str  # a month or a half-year
    cases: int
    expected: float  # cases there, had each of the five hospitals its usual share everywhere and always
    chance: float  # that chance alone makes any place and time as surprising, 0 to 1
    cells: int  # places and times that were compared

    @property
    def sure(self) -> bool:
        return self.chance < SURE

    def names(self, outbreak: Outbreak) -> bool:
        """Whether this is an alarm about the outbreak, in whatever detail the columns allow."""
        half = f"{YEAR}-H{1 + (outbreak.month - 1) // 6}"
        return (
            self.sure
            and self.place in (outbreak.district, REGIONS[outbreak.district])
            and self.time in (outbreak.when, half)
        )


def scan(ill: Column, site: Column, columns: Columns) -> Alarm:
    """The most surprising place and time.

    Surprise is Poisson's tail: the chance of so many cases or more where ``expected`` are usual. It is multiplied by the number of
    places and times that were compared (Bonferroni), since who looks often finds something.

    Args:
        ill: 0 or 1 for each stay, (n,). site: its hospital, (n,): hospitals treat different illnesses.
        columns: ``district`` and ``admitted``, fine or coarse, (n,) each; others are not used.

    Raises:
        LayersError: one of the two is missing, or nobody is there.
    """
    if not len(ill) or not {"district", "admitted"} <= set(columns):
        raise LayersError("a scan needs stays, and the columns district and admitted")
    usual = np.bincount(site, weights=ill) / np.maximum(np.bincount(site), 1)
    pairs = np.column_stack([columns[name].astype(str) for name in ("district", "admitted")])
    cells, at = np.unique(pairs, axis=0, return_inverse=True)
    cases = np.bincount(at.reshape(-1), weights=ill).astype(int)
    expected = np.bincount(at.reshape(-1), weights=usual[site])
    tails = [tail(int(k), float(mean)) for k, mean in zip(cases, expected, strict=True)]
    best = int(np.argmin(tails))
    return Alarm(
        str(cells[best, 0]),
        str(cells[best, 1]),
        int(cases[best]),
        float(expected[best]),
        min(1.0, tails[best] * len(cells)),
        len(cells),
    )


def tail(cases: int, expected: float) -> float:
    """The chance of ``cases`` or more, where ``expected`` are usual (Poisson)."""
    if expected <= 0:
        return 1.0 if cases == 0 else 0.0
    total, k = 0.0, cases
    while k <= max(cases, expected) + 12 * math.sqrt(expected) + 12:
        total += math.exp(k * math.log(expected) - expected - math.lgamma(k + 1))
        k += 1
    return min(1.0, total)


@dataclass(frozen=True)
class Point:
    """What one way of giving out the columns protects and costs, over many clinics."""

    step: Step
    alone: float  # mean share of patients who stand alone, 0 to 1
    found: float  # share of clinics whose outbreak was found, 0 to 1


def tradeoff(seeds: Iterable[int], steps: Iterable[Step] = (*STEPS, COUNTS)) -> list[Point]:
    """Each step's `Point`; each seed is a clinic of its own, with an outbreak in another place and month.

    Raises:
        LayersError: there is no seed.
    """
    steps, measured = tuple(steps), []
    for seed in seeds:
        outbreak = drawn_outbreak(seed)
        clinic = struck(make(seed=seed), outbreak)
        ill, site = clinic.stays[ILLNESS], clinic.stays["site"]
        for step in steps:
            columns = given(clinic, step)
            measured.append((alone(columns), scan(ill, site, columns).names(outbreak)))
    if not measured:
        raise LayersError("give at least one seed")
    means = np.array(measured, float).reshape(-1, len(steps), 2).mean(axis=0)
    return [Point(step, float(one), float(two)) for step, (one, two) in zip(steps, means, strict=True)]


@dataclass(frozen=True)
class Stage:
    """An institution, its gate and one learner, all made up, in a folder of their own."""

    root: Path
    office: "Office"
    gate: "Gate"
    learner: "Learner"


def stage(root: Path, learner: str = "Amina Diallo", institution: str = "Escola de Exemplo") -> Stage:
    """Make one in the empty folder ``root``. It reads no setting: neither your keys nor your class's gate are touched."""
    from openhearth.access import Gate, Records
    from openhearth.access.local import trusting
    from openhearth.ethics.credential import make_learner, make_office, times

    ethics, access = root / "ethics", root / "access"
    records = Records(f"sqlite:///{access / 'gate.db'}", root / "elsewhere" / "anchors.txt")
    return Stage(
        root,
        make_office(ethics / "issuer", institution, "", times.now()),
        Gate(access, records, "lesson-06", trusting(ethics)),
        make_learner(ethics, learner),
    )


def replayed(learner: "Learner", **points: float | None) -> "Evidence":
    """A made-up record of the whole training: 36 of 40 points in each part, but where ``points`` says otherwise.

    Args:
        points: by the part's id (E1 to E6, a practical task's name, exam); None leaves the part out.

    Raises:
        LayersError: the training has no such part.
    """
    from openhearth.ethics.credential import Evidence, Part, times
    from openhearth.ethics.credential.achievement import latest

    training, ended = latest(), times.write(times.now())
    unknown = sorted(set(points) - set(training.parts))
    if unknown:
        raise LayersError(
            f"the training has no part {unknown[0]!r}; its parts are {', '.join(training.parts)}"
        )
    earned = {name: points.get(name, 36) for name in training.parts}
    parts = tuple(
        Part(name, got, 40, 1, training.version, f"{at:064x}", ended)
        for at, (name, got) in enumerate(earned.items())
        if got is not None
    )
    return Evidence(learner.key.did, learner.name, training.version, parts)
