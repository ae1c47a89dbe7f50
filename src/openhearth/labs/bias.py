"""Where a clinical model's bias comes from, how it is measured, and what takes it away (lesson 15).

A model gives each stay a risk; the share with the highest is flagged and looked after. Whom does it miss? Everything is
measured on the synthetic clinic (`openhearth.data.clinic`), because only there the truth is known.

Sources: Suresh and Guttag (2021) for the kinds of bias; Obermeyer et al. (2019) for labels that stand for something else;
Hardt, Price and Srebro (2016) for thresholds by group.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from openhearth.data.clinic import Clinic
from openhearth.errors import OpenhearthError

Flags = NDArray[np.bool_]
Scores = NDArray[np.float64]

SHARE = 0.3
"""Of the stays, how many the ward can look after closely."""


class BiasError(OpenhearthError):
    """A rate that cannot be computed from what is given."""


@dataclass(frozen=True)
class Rates:
    """How one group fares under a decision."""

    people: int
    positives: int  # of them, who truly need it
    flagged: float  # share of all who are flagged
    missed: float  # share of the positives who are not flagged (false negative rate); NaN if there are none
    false_alarms: float  # share of the others who are flagged (false positive rate); NaN if there are none
    right: float  # share decided correctly (accuracy)


def rates(flagged: ArrayLike, truth: ArrayLike, group: ArrayLike) -> dict[str, Rates]:
    """How each group fares, in the order of their names.

    Args:
        flagged, truth: (n,) of True and False. group: (n,) names.

    Raises:
        BiasError: they are not equally long, or empty.
    """
    flags, needs, names = np.asarray(flagged, bool), np.asarray(truth, bool), np.asarray(group)
    if not (flags.shape == needs.shape == names.shape and flags.ndim == 1 and len(flags)):
        raise BiasError(
            f"{flags.size} decisions, {needs.size} outcomes, {names.size} groups; give one of each for every person"
        )
    found = {}
    for name in np.unique(names):
        f, t = flags[names == name], needs[names == name]
        found[str(name)] = Rates(len(f), int(t.sum()), _mean(f), _mean(~f[t]), _mean(f[~t]), _mean(f == t))
    return found


def gap(found: Mapping[str, Rates], measure: str = "missed") -> float:
    """The largest difference of ``measure`` between two groups, in shares (0.1 is ten percentage points).

    Raises:
        BiasError: in one of the groups it is unknown.
    """
    values = {name: float(getattr(one, measure)) for name, one in found.items()}
    for name, value in values.items():
        if math.isnan(value):
            raise BiasError(
                f"{measure!r} is unknown in group {name}, which has {found[name].positives} positives among "
                f"{found[name].people}; look at more people, or leave the group out and say so"
            )
    return max(values.values()) - min(values.values())


def risk(
    train: Clinic,
    test: Clinic,
    labels: ArrayLike | None = None,
    *,
    group: bool = True,
    background: bool = False,
    complete: bool = False,
) -> Scores:
    """The risk, 0 to 1, that a logistic regression trained on ``train`` gives each stay of ``test``: (n,).

    Args:
        labels: what it learns to predict, one for each stay of ``train``; default what was recorded.
        group, background: what the model sees, as in `Clinic.features`.
        complete: drop stays of ``train`` with a missing value; otherwise it is filled in with the median.

    Raises:
        BiasError: nobody, or everybody, has the label, so there is nothing to learn.
    """
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rows, _ = train.features(group=group, background=background)
    target = np.asarray(train.stays["recorded"] if labels is None else labels, dtype=bool)
    if complete:
        whole = ~np.isnan(rows).any(axis=1)
        rows, target = rows[whole], target[whole]
    if target.all() or not target.any():
        raise BiasError(f"{target.sum()} of {len(target)} stays have the label; a model needs both kinds")
    model = make_pipeline(
        SimpleImputer(strategy="median"), StandardScaler(), LogisticRegression(max_iter=500)
    )
    model.fit(rows, target)
    seen, _ = test.features(group=group, background=background)
    found: Scores = model.predict_proba(seen)[:, 1]
    return found


def top(scores: Scores, share: float = SHARE) -> Flags:
    """The ``share`` with the highest scores; ties at the border are left out."""
    flags: Flags = scores > np.quantile(scores, 1 - share)
    return flags


@dataclass(frozen=True)
class Thresholds:
    """A threshold for each group: who scores above it is flagged."""

    by_group: Mapping[str, float]

    def flag(self, scores: Scores, group: NDArray[Any]) -> Flags:
        """Whom these thresholds flag, (n,).

        Raises:
            BiasError: somebody belongs to a group without a threshold.
        """
        unknown = set(np.unique(group).tolist()) - set(self.by_group)
        if unknown:
            raise BiasError(
                f"there is no threshold for group {', '.join(sorted(unknown))}; set one from its people"
            )
        flags: Flags = scores > np.array([self.by_group[str(name)] for name in group])
        return flags


def balanced(
    scores: Scores, truth: ArrayLike, group: NDArray[Any], *, share: float = SHARE, weight: float = 1.0
) -> Thresholds:
    """Thresholds that flag ``share`` of all and draw the groups' missed shares together.

    With ``weight`` 0 all groups have one threshold, with 1 all miss the same share, between it is between.

    Args:
        scores, truth, group: (n,), of the people by whom the thresholds are set.

    Raises:
        BiasError: a group has no positives, or the weight is not between 0 and 1.
    """
    needs = np.asarray(truth, bool)
    if not 0 <= weight <= 1:
        raise BiasError(f"a weight of {weight:g}; give one from 0 (one threshold) to 1 (equal shares)")
    alone = rates(top(scores, share), needs, group)
    gap(alone)  # a group without positives has no threshold
    flagged = {name: scores[group == name] for name in alone}
    positives = {name: np.sort(scores[(group == name) & needs]) for name in alone}

    def at(level: float) -> dict[str, float]:
        """Thresholds if the shared part of the missed share is ``level``."""
        found = {}
        for name, values in positives.items():
            wanted = (1 - weight) * (alone[name].missed + level - middle) + weight * level
            found[name] = float(np.quantile(values, min(1.0, max(0.0, wanted))))
        return found

    middle = _mean(~top(scores, share)[needs])
    low, high = -1.0, 2.0  # of the level: the higher, the fewer are flagged
    for _ in range(40):
        level = (low + high) / 2
        count = sum(int((flagged[name] > value).sum()) for name, value in at(level).items())
        low, high = (level, high) if count > share * len(scores) else (low, level)
    return Thresholds(at(high))


def by_fairlearn(scores: Scores, truth: ArrayLike, group: NDArray[Any]) -> Any:
    """fairlearn's ThresholdOptimizer for equal missed shares, fitted to (n,) scores, truth and group.

    Its ``predict(scores[:, None], sensitive_features=group)`` gives 0 and 1; it knows no budget.
    """
    from fairlearn.postprocessing import ThresholdOptimizer
    from sklearn.base import BaseEstimator, ClassifierMixin

    class Given(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
        """Hands on a score that is there already, since fairlearn asks a model for it."""

        def fit(self, rows: Scores, target: Any = None) -> "Given":
            self.classes_ = np.array([0, 1])
            return self

        def predict_proba(self, rows: Scores) -> Scores:
            found: Scores = np.column_stack((1 - rows[:, 0], rows[:, 0]))
            return found

    optimiser = ThresholdOptimizer(
        estimator=Given().fit(scores),
        constraints="false_negative_rate_parity",
        objective="balanced_accuracy_score",
        prefit=True,
        predict_method="predict_proba",
    )
    return optimiser.fit(scores[:, None], np.asarray(truth, int), sensitive_features=group)


def unnoticed(clinic: Clinic, limit: float = 92.0) -> dict[str, tuple[int, int]]:
    """By group, (not noticed, all) of those whose blood holds too little oxygen: the oximeter shows enough.

    Args:
        limit: of the saturation, in %: whoever is below it needs oxygen, and gets it if the oximeter says so.
    """
    needy = clinic.truth["saturation"] < limit
    quiet = clinic.measured("spo2") >= limit
    found = {}
    for name in np.unique(clinic.patients["group"]):
        mine = needy & (clinic.patients["group"] == name)
        found[str(name)] = (int((mine & quiet).sum()), int(mine.sum()))
    return found


def _mean(values: NDArray[Any]) -> float:
    return float(values.mean()) if len(values) else math.nan
