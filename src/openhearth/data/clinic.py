"""Clinic: five made-up hospitals with intensive care, whose errors are known because we put them there.

No row is, or was made from, a real person. The tables have the shape of MIMIC-IV (Johnson et al. 2023): who the
patients are, their stays, what was measured; and one table that no real clinic has, the truth. Made of:

    site shift    the hospitals treat different illnesses, and people of different groups
    oximeter      the clip on the finger reads too high on dark skin (Sjoding et al. 2020)
    recording     in groups B and C, some patients get worse and nobody writes it down; rather the less conspicuous ones
    gaps          two small hospitals have no laboratory at night, and send on, before it opens, most who get worse

Groups: A, people with light skin, B with dark, C between. They live in different districts, and are insured differently.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openhearth.data.records import DataError

Column = NDArray[Any]
Columns = Mapping[str, Column]

GROUPS = ("A", "B", "C")
SITES = ("Harbour", "Market", "Mills", "Orchard", "Quarry")
GROUP_SHARES = (
    (0.75, 0.20, 0.05),
    (0.70, 0.25, 0.05),
    (0.65, 0.28, 0.07),
    (0.60, 0.22, 0.18),
    (0.40, 0.20, 0.40),
)
"""By site, the shares of its patients in each group."""
GAPPY = (3, 4)  # the sites that do not measure lactate for everybody
INSURANCE = ("private", "public", "none")
INSURANCE_SHARES = ((0.65, 0.30, 0.05), (0.25, 0.60, 0.15), (0.15, 0.55, 0.30))
"""By group, the shares of those under 65; from then on everybody has a pension's insurance."""
REGIONS = {
    "Ashby": "coast", "Birkdale": "coast", "Dunmore": "hills", "Eskdale": "hills", "Glenrock": "plain", "Holm": "plain",
}  # fmt: skip
"""Districts, which are nowhere, and the region of each."""
DISTRICT_SHARES = (
    (0.46, 0.28, 0.10, 0.08, 0.05, 0.03),
    (0.08, 0.12, 0.42, 0.26, 0.07, 0.05),
    (0.06, 0.08, 0.10, 0.14, 0.38, 0.24),
)
"""By group, the shares of its people in each district."""
ILLNESSES = (
    "sepsis", "heart_failure", "copd", "kidney_disease", "diabetes", "stroke",
    "heart_attack", "bleeding", "trauma", "cancer", "kidney_injury", "pneumonia",
)  # fmt: skip
_COMMON = np.array(
    [-1.8, -2.0, -2.2, -1.9, -1.2, -2.5, -2.4, -2.6, -2.7, -2.3, -1.8, -1.9]
)  # log-odds of each
_GRAVE = np.array([1.3, 0.7, 0.4, 0.5, 0.1, 1.1, 0.8, 0.6, 0.3, 1.0, 0.9, 0.8])  # what each adds to severity
UNITS = {
    "heart_rate": "1/min", "systolic": "mmHg", "spo2": "%", "lactate": "mmol/l", "creatinine": "mg/dl", "coma": "GCS",
}  # fmt: skip
"""What is measured, once in the first day of a stay, and in which unit."""
QUASI_IDENTIFIERS = ("age", "sex", "district", "admitted")
"""What a neighbour may know of a patient, and what names nobody by itself."""
YEAR = "2031"  # of every admission


@dataclass(frozen=True)
class Knobs:
    """What is put into the clinic; see the module for what each stands for."""

    patients: int = 4000
    seed: int = 0
    site_shift: float = 1.0  # how much the sites' illnesses differ; 0: not at all
    noise: float = 1.0  # chance in who gets worse; 0.1: severity decides, 3: mostly luck
    oximeter: float = 1.5  # percentage points that it reads too high in group B; half of it in C
    label_bias: float = 0.0  # share of deteriorations in B and C that nobody records
    gaps: float = 0.0  # share of stays at the two small sites without a lactate value, rather the worse ones

    def __post_init__(self) -> None:
        if self.patients < 1:
            raise DataError(f"clinic: {self.patients} patients; ask for at least one")
        for name in ("label_bias", "gaps"):
            if not 0 <= getattr(self, name) <= 1:
                raise DataError(f"clinic: {name} is {getattr(self, name)}; give a share from 0 to 1")
        for name, least in (("site_shift", 0.0), ("noise", 1e-6), ("oximeter", -20.0)):
            value = getattr(self, name)
            if not (math.isfinite(value) and value >= least):
                raise DataError(f"clinic: {name} is {value}; give a number of at least {least:g}")


@dataclass(frozen=True, eq=False)
class Clinic:
    """Four tables as plain columns, n patients with one stay each: row i of each but ``measurements`` is patient i.

    patients: subject_id, age (years), sex (F, M), group, district, insurance.
    stays: stay_id, subject_id, site (index of `SITES`), admitted (the month; days are not given away), days, one
        column of 0 and 1 for each of `ILLNESSES`, and recorded: whether the stay's record says that the patient got worse.
    measurements: stay_id, item, value, unit; one row each, those that were not taken left out.
    truth: stay_id, deteriorated (whether the patient did get worse), saturation (of the arterial blood, %), severity.
    """

    knobs: Knobs
    patients: Columns
    stays: Columns
    measurements: Columns
    truth: Columns

    def __len__(self) -> int:
        return len(self.stays["stay_id"])

    def measured(self, item: str) -> NDArray[np.float64]:
        """What was measured of ``item`` in each stay, (n,); NaN where it was not.

        Raises:
            DataError: nobody measures that.
        """
        if item not in UNITS:
            raise DataError(f"clinic: nobody measures {item!r}; there are {', '.join(UNITS)}")
        rows = self.measurements["item"] == item
        order = np.argsort(self.stays["stay_id"])
        at = order[np.searchsorted(self.stays["stay_id"], self.measurements["stay_id"][rows], sorter=order)]
        values = np.full(len(self), np.nan)
        values[at] = self.measurements["value"][rows]
        return values

    def features(
        self, *, group: bool = True, background: bool = False
    ) -> tuple[NDArray[np.float64], tuple[str, ...]]:
        """What a model may be given of each stay, (n, F), and the columns' names; values not taken are NaN.

        Args:
            group: with two columns that say whether the patient is of group B, of group C.
            background: with district, insurance and site, a column of 0 and 1 for each but the first.
        """
        columns: dict[str, Column] = {"age": self.patients["age"], "male": self.patients["sex"] == "M"}
        columns |= {item: self.measured(item) for item in UNITS}
        columns |= {illness: self.stays[illness] for illness in ILLNESSES}
        if group:
            columns |= {f"group_{name}": self.patients["group"] == name for name in GROUPS[1:]}
        if background:
            columns |= {name: self.patients["district"] == name for name in tuple(REGIONS)[1:]}
            columns |= {name: self.patients["insurance"] == name for name in INSURANCE}
            columns |= {name: self.stays["site"] == at for at, name in enumerate(SITES) if at}
        return np.column_stack([column.astype(float) for column in columns.values()]), tuple(columns)


def make(knobs: Knobs | None = None, **changed: Any) -> Clinic:
    """The clinic that ``knobs`` (or `Knobs` with these fields) describe; the same knobs give the same clinic.

    Switching a bias on changes what it biases and nothing else.

    Raises:
        DataError: a knob is unknown, or its value makes no sense.
    """
    unknown = set(changed) - set(Knobs.__dataclass_fields__)
    if unknown or (knobs is not None and changed):
        known = ", ".join(Knobs.__dataclass_fields__)
        raise DataError(
            f"clinic: cannot use {', '.join(sorted(unknown or changed))} here; the knobs are {known}"
        )
    knobs = knobs or Knobs(**changed)
    n, chance = knobs.patients, np.random.default_rng((31, knobs.seed))

    site = chance.integers(0, len(SITES), n)
    group = _choose(chance, GROUP_SHARES, site)  # index of GROUPS
    age = np.clip(chance.normal(64, 15, n), 18, 91).round().astype(int)
    sex = np.where(chance.random(n) < 0.44, "F", "M")
    district = np.array(tuple(REGIONS))[_choose(chance, DISTRICT_SHARES, group)]
    month = np.datetime64(f"{YEAR}-01", "M") + chance.integers(0, 12, n)
    insurance = np.array(INSURANCE)[_choose(chance, INSURANCE_SHARES, group)]
    insurance = np.where(age >= 65, "pension", insurance)

    ill = np.random.default_rng(100).normal(0, 0.9, (len(SITES), len(ILLNESSES))) * knobs.site_shift
    has = chance.random((n, len(ILLNESSES))) < _sigmoid(_COMMON + ill[site] + 0.015 * (age - 64)[:, None])
    severity = has @ _GRAVE + 0.03 * (age - 64) + chance.normal(0, 0.7, n)
    saturation = np.clip(97 - 1.2 * severity + chance.normal(0, 1.2, n), 60, 100)
    reads_high = knobs.oximeter * np.array((0.0, 1.0, 0.5))[group]
    measured = {
        "heart_rate": (85 + 7 * severity + chance.normal(0, 12, n)).round(),
        "systolic": (124 - 8 * severity + chance.normal(0, 15, n)).round(),
        "spo2": np.clip(saturation + reads_high + chance.normal(0, 1, n), 50, 100).round(1),
        "lactate": np.exp(0.35 + 0.28 * severity + chance.normal(0, 0.35, n)).round(1),
        "creatinine": np.exp(0.05 + 0.35 * has[:, 10] + 0.5 * has[:, 3] + chance.normal(0, 0.3, n)).round(2),
        "coma": np.clip(15 - 0.9 * severity - 2 * has[:, 5] + chance.normal(0, 1.2, n), 3, 15).round(),
    }
    deteriorated = chance.random(n) < _sigmoid((-3.9 + 1.15 * severity) / knobs.noise)
    days = np.exp(0.8 + 0.25 * severity + chance.normal(0, 0.5, n)).round(1)

    unseen = _first(chance, severity, deteriorated & (group > 0), knobs.label_bias)
    untaken = {"lactate": _first(chance, -3.0 * deteriorated, np.isin(site, GAPPY), knobs.gaps)}
    subject_id = 10_000_000 + chance.permutation(9 * n)[:n]
    stay_id = 30_000_000 + chance.permutation(9 * n)[:n]
    return Clinic(
        knobs,
        patients={
            "subject_id": subject_id,
            "age": age,
            "sex": sex,
            "group": np.array(GROUPS)[group],
            "district": district,
            "insurance": insurance,
        },
        stays={
            "stay_id": stay_id,
            "subject_id": subject_id,
            "site": site,
            "admitted": month,
            "days": days,
            **{illness: has[:, i].astype(int) for i, illness in enumerate(ILLNESSES)},
            "recorded": deteriorated & ~unseen,
        },
        measurements=_long(stay_id, measured, untaken),
        truth={
            "stay_id": stay_id,
            "deteriorated": deteriorated,
            "saturation": saturation.round(1),
            "severity": severity,
        },
    )


def quasi_identifiers(clinic: Clinic, *, generalised: bool = False) -> dict[str, Column]:
    """Age, sex, district and month of admission of each patient, (n,) each.

    Args:
        generalised: in bands of ten years (those of 90 and more are one band), regions for districts, and half-years
            for months.
    """
    age, sex, district = (clinic.patients[name] for name in QUASI_IDENTIFIERS[:3])
    month = clinic.stays["admitted"]
    if generalised:
        low = np.minimum(age // 10 * 10, 90)
        age = np.array([f"{one}-{one + 9}" if one < 90 else "90+" for one in low])
        district = np.array([REGIONS[one] for one in district])
        half = 1 + (month - month.astype("datetime64[Y]")).astype(int) // 6
        month = np.array([f"{YEAR}-H{one}" for one in half])
    return dict(zip(QUASI_IDENTIFIERS, (age, sex, district, month), strict=True))


def crowd(columns: Columns, names: Sequence[str] | None = None) -> NDArray[np.intp]:
    """For each row, how many rows, itself included, agree with it in ``names`` (default all columns): (n,)."""
    codes = [np.unique(columns[name], return_inverse=True)[1] for name in (names or tuple(columns))]
    _, which, counts = np.unique(np.column_stack(codes), axis=0, return_inverse=True, return_counts=True)
    found: NDArray[np.intp] = counts[which.reshape(-1)]
    return found


def _choose(chance: np.random.Generator, shares: Sequence[Sequence[float]], row: Column) -> Column:
    """For each of n draws, an index by the shares in its row."""
    ends = np.cumsum(np.array(shares), axis=1)[row]  # (n, choices)
    found: Column = (chance.random(len(row))[:, None] > ends[:, :-1]).sum(axis=1)
    return found


def _first(
    chance: np.random.Generator, order: Column, candidates: NDArray[np.bool_], share: float
) -> NDArray[np.bool_]:
    """``share`` of the candidates, rather those with a low ``order``, which chance blurs."""
    turns = np.argsort(order + chance.logistic(0, 0.6, len(order)))
    turns = turns[candidates[turns]]
    chosen = np.zeros(len(order), dtype=bool)
    chosen[turns[: round(share * len(turns))]] = True
    return chosen


def _long(stay_id: Column, measured: Columns, untaken: Mapping[str, NDArray[np.bool_]]) -> dict[str, Column]:
    taken = {item: ~untaken.get(item, np.zeros(len(stay_id), bool)) for item in measured}
    return {
        "stay_id": np.concatenate([stay_id[taken[item]] for item in measured]),
        "item": np.concatenate([np.full(taken[item].sum(), item, dtype="U10") for item in measured]),
        "value": np.concatenate([measured[item][taken[item]] for item in measured]),
        "unit": np.concatenate([np.full(taken[item].sum(), UNITS[item], dtype="U6") for item in measured]),
    }


def _sigmoid(x: Column) -> Column:
    found: Column = 1 / (1 + np.exp(-x))
    return found
