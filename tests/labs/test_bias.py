import numpy as np
import pytest

from openhearth.data import clinic
from openhearth.data.clinic import Clinic, make
from openhearth.labs.bias import (
    BiasError,
    Rates,
    Thresholds,
    balanced,
    by_fairlearn,
    gap,
    rates,
    risk,
    top,
    unnoticed,
)

SEEDS = (0, 1, 2)


@pytest.fixture(scope="module")
def ward() -> Clinic:
    """Those on whom models are tried; the truth about them is known."""
    return make(patients=20_000, seed=900)


@pytest.fixture(scope="module", params=SEEDS)
def biased(request: pytest.FixtureRequest) -> Clinic:
    return make(seed=request.param, label_bias=0.6)


def fares(scores: np.ndarray, ward: Clinic, truth: str = "deteriorated") -> dict[str, Rates]:
    return rates(top(scores), ward.truth[truth], ward.patients["group"])


def test_rates_are_counted_group_by_group() -> None:
    found = rates([1, 0, 0, 1, 1, 0], [1, 1, 0, 0, 1, 0], ["x", "x", "x", "y", "y", "y"])
    assert found["x"] == Rates(3, 2, 1 / 3, 0.5, 0.0, 2 / 3)
    assert found["y"] == Rates(3, 1, 2 / 3, 0.0, 0.5, 2 / 3)
    assert gap(found) == 0.5
    assert gap(found, "right") == 0


def test_fairlearn_counts_the_same(ward: Clinic, biased: Clinic) -> None:
    from fairlearn.metrics import MetricFrame, false_negative_rate, false_positive_rate

    flagged, truth, group = top(risk(biased, ward)), ward.truth["deteriorated"], ward.patients["group"]
    metrics = {"missed": false_negative_rate, "false_alarms": false_positive_rate}
    frame = MetricFrame(metrics=metrics, y_true=truth, y_pred=flagged, sensitive_features=group)
    for name, ours in rates(flagged, truth, group).items():
        assert frame.by_group.loc[name, "missed"] == pytest.approx(ours.missed)
        assert frame.by_group.loc[name, "false_alarms"] == pytest.approx(ours.false_alarms)
    assert frame.difference()["missed"] == pytest.approx(gap(rates(flagged, truth, group)))


def test_clean_labels_miss_the_groups_about_alike_and_biased_ones_miss_b_and_c_far_more(
    ward: Clinic, biased: Clinic
) -> None:
    clean = fares(risk(biased, ward, biased.truth["deteriorated"]), ward)
    assert gap(clean) < 0.12
    assert all(0.2 < one.missed < 0.38 for one in clean.values())
    found = fares(risk(biased, ward), ward)
    assert found["A"].missed < clean["A"].missed - 0.04
    assert found["B"].missed > clean["B"].missed + 0.15
    assert found["C"].missed > clean["C"].missed + 0.12
    assert gap(found) > 0.25


def test_accuracy_hardly_notices(ward: Clinic, biased: Clinic) -> None:
    truth = ward.truth["deteriorated"]
    right = [
        (top(risk(biased, ward, labels)) == truth).mean() for labels in (None, biased.truth["deteriorated"])
    ]
    assert abs(right[0] - right[1]) < 0.025


def test_dropping_the_group_is_no_cure_where_other_columns_tell_it(ward: Clinic, biased: Clinic) -> None:
    dropped = fares(risk(biased, ward, group=False, background=True), ward)
    assert min(dropped["B"].missed, dropped["C"].missed) > dropped["A"].missed + 0.08
    clean = fares(risk(biased, ward, biased.truth["deteriorated"], group=False, background=True), ward)
    assert gap(dropped) > gap(clean) + 0.04


def test_an_audit_against_biased_labels_says_that_all_is_well(biased: Clinic) -> None:
    ward = make(patients=20_000, seed=900, label_bias=0.6)
    flagged, group = top(risk(biased, ward, group=False, background=True)), ward.patients["group"]
    told = rates(flagged, ward.stays["recorded"], group)
    true = rates(flagged, ward.truth["deteriorated"], group)
    assert told["B"].missed < told["A"].missed
    assert told["C"].missed < told["A"].missed
    assert true["B"].missed > true["A"].missed + 0.08
    assert true["C"].missed > true["A"].missed + 0.08


@pytest.mark.parametrize("seed", SEEDS)
def test_keeping_complete_rows_only_makes_the_model_miss_group_c(ward: Clinic, seed: int) -> None:
    gappy = make(seed=seed, gaps=0.4)
    complete, filled = (fares(risk(gappy, ward, complete=one), ward) for one in (True, False))
    assert complete["C"].missed > filled["C"].missed + 0.12
    assert abs(complete["A"].missed - filled["A"].missed) < 0.06


@pytest.mark.parametrize("seed", SEEDS)
def test_the_oximeter_leaves_the_shortage_of_group_b_unnoticed(seed: int) -> None:
    missed = {
        name: quiet / all_ for name, (quiet, all_) in unnoticed(make(patients=20_000, seed=seed)).items()
    }
    assert missed["B"] > missed["A"] + 0.3
    assert missed["A"] + 0.1 < missed["C"] < missed["B"]
    fair = {
        name: quiet / all_
        for name, (quiet, all_) in unnoticed(make(patients=20_000, seed=seed, oximeter=0)).items()
    }
    assert max(fair.values()) - min(fair.values()) < 0.12


def test_a_model_that_may_not_see_the_group_cannot_mend_the_oximeter(ward: Clinic) -> None:
    reads_high = make(patients=20_000, seed=900, oximeter=4)
    for seed in SEEDS:
        train = make(patients=12_000, seed=seed, oximeter=4)
        blind, sees = (
            fares(risk(train, reads_high, group=one), reads_high)["B"].missed for one in (False, True)
        )
        assert blind > sees + 0.02


def test_thresholds_from_a_second_look_close_the_gap_and_those_from_the_records_do_not(
    ward: Clinic, biased: Clinic
) -> None:
    looked = make(patients=2_000, seed=biased.knobs.seed + 50, label_bias=0.6)
    scores, theirs, group = risk(biased, ward), risk(biased, looked), ward.patients["group"]

    def after(labels: np.ndarray, weight: float) -> tuple[float, float, float]:
        found = balanced(theirs, labels, looked.patients["group"], weight=weight)
        flagged = found.flag(scores, group)
        truth = ward.truth["deteriorated"]
        return gap(rates(flagged, truth, group)), float((~flagged)[truth].mean()), float(flagged.mean())

    true, recorded = looked.truth["deteriorated"], looked.stays["recorded"]
    one, half, equal = (after(true, weight) for weight in (0.0, 0.5, 1.0))
    assert one[0] > half[0] + 0.05 > equal[0] + 0.05
    assert equal[0] < one[0] / 2
    assert equal[1] < one[1]  # and the ward misses fewer in all
    assert all(abs(found[2] - 0.3) < 0.03 for found in (one, half, equal))
    assert after(recorded, 1.0)[0] > equal[0] + 0.08


def test_fairlearn_closes_the_gap_with_the_same_second_look(ward: Clinic, biased: Clinic) -> None:
    looked = make(patients=2_000, seed=biased.knobs.seed + 50, label_bias=0.6)
    optimiser = by_fairlearn(risk(biased, looked), looked.truth["deteriorated"], looked.patients["group"])
    scores, truth, group = risk(biased, ward), ward.truth["deteriorated"], ward.patients["group"]
    flagged = optimiser.predict(scores[:, None], sensitive_features=group, random_state=0).astype(bool)
    assert gap(rates(flagged, truth, group)) < gap(fares(scores, ward)) / 2


def test_on_those_by_whom_they_are_set_thresholds_keep_the_budget_and_miss_alike(
    ward: Clinic, biased: Clinic
) -> None:
    scores, truth, group = risk(biased, ward), ward.truth["deteriorated"], ward.patients["group"]
    flagged = balanced(scores, truth, group).flag(scores, group)
    assert gap(rates(flagged, truth, group)) < 0.01
    assert flagged.mean() == pytest.approx(0.3, abs=0.002)
    plain = balanced(scores, truth, group, weight=0).flag(scores, group)
    assert (plain == top(scores)).mean() > 0.995


def test_a_group_without_positives_has_no_rate_and_the_library_would_say_zero() -> None:
    from fairlearn.metrics import false_negative_rate

    found = rates([0, 0, 1, 0], [0, 0, 1, 1], ["few", "few", "many", "many"])
    assert np.isnan(found["few"].missed)
    assert false_negative_rate([0, 0], [0, 0]) == 0
    with pytest.raises(BiasError, match="unknown in group few, which has 0 positives among 2"):
        gap(found)
    with pytest.raises(BiasError, match="group few"):
        balanced(np.array([0.1, 0.2, 0.3, 0.4]), [0, 0, 1, 1], np.array(["few", "few", "many", "many"]))


@pytest.mark.parametrize("given", [([], [], []), ([1, 0], [1], ["x", "x"]), ([1], [1], [])])
def test_what_does_not_fit_together_is_refused(given: tuple[list[int], list[int], list[str]]) -> None:
    with pytest.raises(BiasError, match="give one of each for every person"):
        rates(*given)


def test_labels_of_one_kind_teach_nothing_and_a_group_needs_a_threshold(ward: Clinic) -> None:
    small = make(patients=200)
    with pytest.raises(BiasError, match="0 of 200 stays have the label"):
        risk(small, ward, np.zeros(200, bool))
    with pytest.raises(BiasError, match="no threshold for group C"):
        Thresholds({"A": 0.5, "B": 0.5}).flag(np.array([0.7]), np.array(["C"]))
    with pytest.raises(BiasError, match="a weight of 2"):
        balanced(np.array([0.1, 0.2]), [1, 0], np.array(["A", "A"]), weight=2)
    assert set(clinic.GROUPS) == set(
        rates(top(risk(small, small)), small.stays["recorded"], small.patients["group"])
    )
