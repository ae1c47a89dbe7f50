"""Lesson 06: coarser columns protect people and hide an outbreak; the stage is a gate of its own; a made-up record is what it says."""

from pathlib import Path

import numpy as np
import pytest

from openhearth.access import local, terms
from openhearth.data import clinic
from openhearth.ethics.credential import CredentialError, issue, times
from openhearth.labs import layers
from openhearth.labs.layers import COUNTS, STEPS, LayersError, Outbreak, Point, Step

SETS = (range(20), range(20, 40), range(40, 60))


@pytest.fixture(scope="module")
def measured() -> list[dict[str, Point]]:
    """The trade-off over three sets of twenty clinics."""
    return [{point.step.name: point for point in layers.tradeoff(seeds)} for seeds in SETS]


def test_generalising_leaves_almost_nobody_alone(measured: list[dict[str, Point]]) -> None:
    for points in measured:
        assert 0.48 < points["as collected"].alone < 0.58
        assert 0.02 < points["ages in tens"].alone < 0.08
        assert points["ages in tens, regions, half-years"].alone < 0.005
        assert points[COUNTS.name].alone < 0.005


def test_what_protects_hides_the_outbreak_and_ages_in_tens_are_a_bargain(
    measured: list[dict[str, Point]],
) -> None:
    for points in measured:
        assert points["as collected"].found >= 0.75
        assert points["ages in tens"].found == points["as collected"].found == points[COUNTS.name].found
        assert points["ages in tens, half-years"].found <= 0.35
        assert points["ages in tens, regions, half-years"].found <= 0.25
        assert points["ages in tens, regions"].found > points["ages in tens, half-years"].found + 0.2


def test_without_an_outbreak_an_alarm_is_rare() -> None:
    alarms = 0
    for seed in range(40):
        calm = clinic.make(seed=seed)
        alarms += layers.scan(calm.stays[layers.ILLNESS], calm.stays["site"], layers.given(calm, COUNTS)).sure
    assert alarms <= 4


def test_the_lessons_clinic_shows_its_outbreak_in_months_and_not_in_half_years() -> None:
    outbreak = layers.drawn_outbreak(13)
    data = layers.struck(clinic.make(seed=13), outbreak)
    found = [
        layers.scan(data.stays[layers.ILLNESS], data.stays["site"], layers.given(data, step))
        for step in (STEPS[0], STEPS[-1])
    ]
    assert found[0].names(outbreak)
    assert (found[0].place, found[0].time) == (outbreak.district, outbreak.when)
    assert found[0].cells == 72
    assert not found[1].sure
    assert found[1].cells == 6


def test_an_outbreak_strikes_its_district_and_month_and_nobody_else() -> None:
    before = clinic.make(seed=2)
    after = layers.struck(before, Outbreak("Holm", 3))
    changed = before.stays[layers.ILLNESS] != after.stays[layers.ILLNESS]
    assert changed.any()
    assert set(before.patients["district"][changed]) == {"Holm"}
    assert set(before.stays["admitted"][changed].astype(str)) == {"2031-03"}
    assert after.stays[layers.ILLNESS][changed].all()
    none = layers.struck(before, Outbreak("Holm", 3), share=0)
    assert np.array_equal(none.stays[layers.ILLNESS], before.stays[layers.ILLNESS])


def test_the_last_step_is_the_clinics_own_generalising() -> None:
    data = clinic.make(seed=1)
    ours, theirs = layers.given(data, STEPS[-1]), clinic.quasi_identifiers(data, generalised=True)
    assert list(ours) == list(theirs)
    assert all(np.array_equal(ours[name], theirs[name]) for name in ours)
    assert set(layers.given(data, COUNTS)) == {"district", "admitted"}


def test_poissons_tail_is_known_where_it_is_easy() -> None:
    assert layers.tail(0, 3.0) == pytest.approx(1.0)
    assert layers.tail(1, 3.0) == pytest.approx(1 - np.exp(-3.0))
    assert layers.tail(2, 0.5) == pytest.approx(1 - 1.5 * np.exp(-0.5))
    assert layers.tail(120, 100.0) == pytest.approx(0.0282, abs=0.0005)  # R: ppois(119, 100, lower = FALSE)
    assert layers.tail(0, 0.0) == 1.0
    assert layers.tail(1, 0.0) == 0.0
    values = [layers.tail(k, 40.0) for k in range(20, 120)]
    assert values == sorted(values, reverse=True)


def test_a_hospital_that_always_treats_an_illness_is_no_outbreak() -> None:
    site = np.repeat([0, 1], 300)
    ill = np.concatenate([np.ones(300, int), np.zeros(300, int)])
    columns = {"district": np.where(site == 0, "Ashby", "Holm"), "admitted": np.full(600, "2031-01")}
    alarm = layers.scan(ill, site, columns)
    assert not alarm.sure
    assert alarm.cases == pytest.approx(alarm.expected)
    assert layers.scan(ill, np.zeros(600, int), columns).sure, "were it one hospital, it would be"


def test_an_alarm_about_another_place_or_time_does_not_count_as_found() -> None:
    alarm = layers.Alarm("hills", "2031-H1", 30, 10.0, 1e-6, 6)
    assert alarm.names(Outbreak("Dunmore", 6))
    assert not alarm.names(Outbreak("Dunmore", 7))
    assert not alarm.names(Outbreak("Holm", 6))


def test_bad_input_is_one_sentence() -> None:
    data = clinic.make(patients=50, seed=0)
    with pytest.raises(LayersError, match="no column 'name'"):
        Step("x", coarse=("name",))
    with pytest.raises(LayersError, match="at least one"):
        layers.alone({})
    for wrong in (Outbreak("Paris", 3), Outbreak("Holm", 13)):
        with pytest.raises(LayersError, match="cannot be put into the clinic"):
            layers.struck(data, wrong)
    with pytest.raises(LayersError, match=r"share of 1\.5"):
        layers.struck(data, Outbreak("Holm", 3), share=1.5)
    with pytest.raises(LayersError, match="district and admitted"):
        layers.scan(data.stays[layers.ILLNESS], data.stays["site"], {"age": data.patients["age"]})
    with pytest.raises(LayersError, match="needs stays"):
        layers.scan(np.array([], int), np.array([], int), {})
    with pytest.raises(LayersError, match="at least one seed"):
        layers.tradeoff([])


def test_the_stage_keeps_to_its_own_folder_whatever_the_class_has_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENHEARTH_HOME", str(tmp_path / "mine"))
    monkeypatch.setenv("OPENHEARTH_ACCESS_DB", f"sqlite:///{tmp_path / 'class.db'}")
    monkeypatch.setenv("OPENHEARTH_ACCESS_ANCHORS", str(tmp_path / "class.txt"))
    made = layers.stage(tmp_path / "stage")
    content = tmp_path / "content"
    content.mkdir()
    (content / "a.csv").write_text("id\n1\n")
    text, policy = terms.default_agreement("registered"), terms.default_policy("x", "registered")
    made.gate.place(terms.Resource("x", "dataset", "registered", "x", text, policy, "1.0", ""), content, "me")
    assert {path.name for path in tmp_path.iterdir()} == {"stage", "content"}
    made.gate.records.close()


def test_a_replayed_record_is_whole_unless_it_is_told_otherwise(tmp_path: Path) -> None:
    made = layers.stage(tmp_path)
    now = times.now()
    for points, sentence in (
        ({"exam": None}, "Exam is missing"),
        ({"E3": 28}, "Fairness has 28 of 40 points"),
        ({"E4": 0}, "dual use has 0 of 40 points"),
    ):
        with pytest.raises(CredentialError, match=sentence):
            issue(made.office, [layers.replayed(made.learner, **points)], now)
    [path] = issue(made.office, [layers.replayed(made.learner)], now)
    shown = local.compact(path.read_bytes())
    assert made.gate._certified(shown.encode(), made.learner.key.did, "1.0") == ""
    with pytest.raises(LayersError, match="no part 'E9'"):
        layers.replayed(made.learner, E9=3)
    made.gate.records.close()
