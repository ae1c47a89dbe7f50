"""An honest score treats groups unequally; equalising one rate opens another; a record of checks confirms itself."""

import re

import numpy as np
import pytest

from openhearth.labs import fairness
from openhearth.labs.fairness import (
    POLICIES,
    Appeals,
    Applications,
    FairnessError,
    by_group,
    calibration,
    checks_by_year,
    choose,
    forced_false_alarms,
    gaps,
    left_wronged,
    office,
    rates,
)
from openhearth.labs.fairness_slider import slider

WRONG = {"fixed hours": 0.08, "changing hours": 0.20}
OWN = {
    "equal selection": "selected",
    "equal false alarms": "false_alarms",
    "equal missed": "missed",
    "equal precision": "precision",
}


@pytest.fixture(scope="module", params=[0, 1, 2])
def drawn(request: pytest.FixtureRequest) -> Applications:
    return office(WRONG, seed=request.param)


def test_the_score_means_the_same_in_both_groups(drawn: Applications) -> None:
    for points in calibration(drawn).values():
        assert len(points) >= 5
        for said, was, people in points:
            assert abs(said - was) < 4 * np.sqrt(0.25 / people)
    for name, rate in WRONG.items():
        assert abs(drawn.wrong[drawn.of(name)].mean() - rate) < 0.01


def test_and_yet_one_group_has_several_times_the_false_alarms(drawn: Applications) -> None:
    fixed, changing = by_group(drawn, choose(drawn, "one threshold", 0.10)).values()
    assert changing.false_alarms > 2.5 * fixed.false_alarms
    assert fixed.missed > changing.missed + 0.05
    assert abs(fixed.precision - changing.precision) < 0.05


@pytest.mark.parametrize("policy", OWN)
def test_each_rule_makes_its_own_rate_equal_and_no_other(drawn: Applications, policy: str) -> None:
    flagged = choose(drawn, policy, 0.10)
    assert 0.098 < flagged.mean() <= 0.1
    found = gaps(by_group(drawn, flagged))
    assert found.pop(OWN[policy]) < 0.005
    assert all(gap > 0.015 for gap in found.values())


def test_one_threshold_finds_most_and_equality_costs_little(drawn: Applications) -> None:
    hits = {policy: int((choose(drawn, policy, 0.10) & drawn.wrong).sum()) for policy in POLICIES}
    best = hits["one threshold"]
    assert all(0.9 * best < each <= 1.005 * best for each in hits.values())
    assert best - hits["equal selection"] > 50


def test_false_alarms_follow_from_the_other_three_numbers(drawn: Applications) -> None:
    for policy in POLICIES:
        for name, found in by_group(drawn, choose(drawn, policy, 0.10)).items():
            base = float(drawn.wrong[drawn.of(name)].mean())
            assert forced_false_alarms(base, found.precision, found.missed) == pytest.approx(
                found.false_alarms
            )


def test_with_equal_base_rates_nothing_has_to_be_chosen() -> None:
    for seed in range(3):
        same = office({"a": 0.15, "b": 0.15}, seed=seed)
        for policy in POLICIES:
            assert max(gaps(by_group(same, choose(same, policy, 0.10))).values()) < 0.08


def test_a_score_that_never_errs_is_fair_in_every_error() -> None:
    perfect = office(WRONG, known=1, seed=0)
    found = by_group(perfect, choose(perfect, "one threshold", float(perfect.wrong.mean())))
    spread = gaps(found)
    assert spread["false_alarms"] < 0.001
    assert spread["missed"] < 0.005
    assert spread["precision"] < 0.005
    assert spread["selected"] > 0.1  # equal selection would be unequal treatment here


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_sharper_score_wrongs_fewer_and_never_equally_many(seed: int) -> None:
    alarms = []
    for known in (0.2, 0.5, 0.9):
        one = office(WRONG, known=known, people=100_000, seed=seed)
        alarms.append([r.false_alarms for r in by_group(one, choose(one, "one threshold", 0.14)).values()])
    for fixed, changing in alarms:
        assert changing > 2 * fixed
    assert alarms[2][1] < 0.5 * alarms[0][1]
    assert alarms[2][0] < 0.5 * alarms[0][0]


@pytest.mark.parametrize("seed", range(5))
def test_a_record_of_checks_confirms_where_one_looked_and_a_sample_does_not(seed: int) -> None:
    assert checks_by_year(0.75, seed=seed)[-1] > 0.68
    sampled = checks_by_year(0.75, at_random=0.25, seed=seed)
    assert sampled[0] > 0.65
    assert abs(sampled[-1] - 0.5) < 0.06


def test_rates_are_unknown_where_there_is_nobody_to_ask() -> None:
    nobody = rates(np.array([False, False]), np.array([False, False]))
    assert (nobody.missed, nobody.precision) == (None, None)
    assert (nobody.selected, nobody.false_alarms) == (0, 0)
    assert rates(np.array([True]), np.array([True])).false_alarms is None
    assert rates(np.array([], bool), np.array([], bool)).selected is None


def test_rates_are_fairlearns() -> None:
    metrics = pytest.importorskip("fairlearn.metrics")
    rng = np.random.default_rng(5)
    wrong, flagged = rng.random((2, 500)) < [[0.3], [0.2]]
    ours = rates(wrong, flagged)
    assert ours.false_alarms == pytest.approx(metrics.false_positive_rate(wrong, flagged))
    assert ours.missed == pytest.approx(metrics.false_negative_rate(wrong, flagged))
    assert ours.selected == pytest.approx(metrics.selection_rate(wrong, flagged))


def test_an_appeal_that_few_can_use_leaves_more_wronged() -> None:
    assert left_wronged(0.06, Appeals(0.25, 0.7)) == pytest.approx(60 * (1 - 0.175))
    assert left_wronged(0.06, Appeals(1, 1)) == 0
    assert left_wronged(0.06, Appeals(0.6, 0.7)) < left_wronged(0.06, Appeals(0.2, 0.7))


def test_the_slider_says_the_same_without_javascript_and_asks_nobody() -> None:
    html = slider(0.1, 0.3, 0.6, 0.5)
    assert f"A {forced_false_alarms(0.1, 0.6, 0.5):.1%}".replace("%", " %") in html
    assert html.count('type="range"') == 4
    assert not re.search(r"https?:|src=|\$\w", html)
    assert re.search(r'id="([^"]+)"', html)[1] != re.search(r'id="([^"]+)"', slider(0.1, 0.3, 0.6, 0.5))[1]  # type: ignore[index]
    with pytest.raises(FairnessError, match="group B"):
        slider(0.1, 0.9, 0.9, 0.5)
    with pytest.raises(FairnessError, match="no decision"):
        slider(0.5, 0.6, 0.1, 0.0)


@pytest.mark.parametrize(
    "bad",
    [
        lambda: office({}),
        lambda: office({"a": 0.0}),
        lambda: office({"a": 0.5}, known=0),
        lambda: office({"a": 0.5, "b": 0.5}, people=1),
        lambda: rates(np.array([True]), np.array([True, False])),
        lambda: choose(office({"a": 0.5}, people=10), "equal everything", 0.1),
        lambda: choose(office({"a": 0.5}, people=10), "one threshold", 1.0),
        lambda: forced_false_alarms(0.0, 0.5, 0.5),
        lambda: forced_false_alarms(0.9, 0.1, 0.0),
        lambda: checks_by_year(0.0),
        lambda: left_wronged(1.2, Appeals(0.5, 0.5)),
    ],
)
def test_numbers_that_cannot_be_are_refused_in_one_sentence(bad) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(FairnessError) as caught:
        bad()
    assert "\n" not in str(caught.value)


def test_a_group_in_which_nothing_is_wrong_is_no_mishap() -> None:
    group = np.array([0, 0, 0, 1, 1, 1])
    score = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
    some = Applications(("a", "b"), group, score, np.array([False] * 4 + [True] * 2))
    for policy in fairness.POLICIES:
        found = by_group(some, choose(some, policy, 0.5))
        assert found["a"].missed is None
        assert set(gaps(found)) == {"selected", "false_alarms", "missed", "precision"}
