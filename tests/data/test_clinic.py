import time

import numpy as np
import pytest

from openhearth.data import DataError, clinic
from openhearth.data.clinic import GROUPS, ILLNESSES, Clinic, Knobs, crowd, make, quasi_identifiers

SEEDS = (0, 1, 2)


@pytest.fixture(scope="module")
def plain() -> Clinic:
    return make(patients=20_000, seed=5)


def differences(one: Clinic, other: Clinic) -> set[str]:
    """Columns that two clinics do not share; measurements by item."""
    found = set()
    for table in ("patients", "stays", "truth"):
        a, b = getattr(one, table), getattr(other, table)
        found |= {name for name in a if not np.array_equal(a[name], b[name])}
    return found | {
        item
        for item in clinic.UNITS
        if not np.array_equal(one.measured(item), other.measured(item), equal_nan=True)
    }


def test_the_same_knobs_give_the_same_clinic_and_another_seed_another() -> None:
    assert differences(make(patients=300, seed=3), make(Knobs(patients=300, seed=3))) == set()
    assert {"age", "subject_id", "heart_rate", "recorded"} <= differences(
        make(patients=300, seed=3), make(patients=300, seed=4)
    )


def test_twenty_thousand_patients_take_less_than_two_seconds() -> None:
    begun = time.process_time()
    make(patients=20_000)
    assert time.process_time() - begun < 2


def test_tables_fit_together_and_every_id_is_given_once(plain: Clinic) -> None:
    assert np.array_equal(plain.patients["subject_id"], plain.stays["subject_id"])
    assert np.array_equal(plain.stays["stay_id"], plain.truth["stay_id"])
    for name in ("subject_id", "stay_id"):
        assert len(set(plain.stays[name].tolist())) == len(plain)
    assert set(plain.measurements["stay_id"].tolist()) == set(plain.stays["stay_id"].tolist())
    assert {len(column) for column in plain.measurements.values()} == {6 * len(plain)}
    row = 17
    at = plain.measurements["stay_id"] == plain.stays["stay_id"][row]
    taken = dict(
        zip(plain.measurements["item"][at].tolist(), plain.measurements["value"][at].tolist(), strict=True)
    )
    assert taken == {item: plain.measured(item)[row] for item in clinic.UNITS}


def test_values_are_those_of_people(plain: Clinic) -> None:
    assert plain.patients["age"].min() >= 18
    for item, (low, high) in {
        "heart_rate": (30, 220), "systolic": (20, 220), "spo2": (50, 100), "lactate": (0, 40), "coma": (3, 15),
    }.items():  # fmt: skip
        assert low <= plain.measured(item).min() <= plain.measured(item).max() <= high
    assert set(plain.patients["group"].tolist()) == set(GROUPS)
    assert 0.10 < plain.truth["deteriorated"].mean() < 0.20


def test_without_bias_the_groups_are_equally_ill_and_everything_is_recorded() -> None:
    for seed in SEEDS:
        one = make(patients=20_000, seed=seed)
        rates = [one.truth["deteriorated"][one.patients["group"] == group].mean() for group in GROUPS]
        assert max(rates) - min(rates) < 0.03
        assert np.array_equal(one.stays["recorded"], one.truth["deteriorated"])


def test_each_bias_changes_what_it_biases_and_nothing_else() -> None:
    base = make(patients=2_000)
    assert differences(base, make(patients=2_000, label_bias=0.6)) == {"recorded"}
    assert differences(base, make(patients=2_000, oximeter=3.0)) == {"spo2"}
    assert differences(base, make(patients=2_000, gaps=0.4)) == {"lactate"}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_oximeter_reads_too_high_on_dark_skin(seed: int) -> None:
    one = make(patients=20_000, seed=seed)
    error = one.measured("spo2") - one.truth["saturation"]
    a, b, c = (error[one.patients["group"] == group].mean() for group in GROUPS)
    assert abs(a) < 0.15
    assert b == pytest.approx(1.5, abs=0.25)
    assert a + 0.4 < c < b - 0.4
    fair = make(patients=20_000, seed=seed, oximeter=0)
    assert (
        abs((fair.measured("spo2") - fair.truth["saturation"])[fair.patients["group"] == "B"].mean()) < 0.15
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_label_bias_hides_that_share_of_b_and_c_and_rather_the_less_conspicuous(seed: int) -> None:
    one = make(patients=20_000, seed=seed, label_bias=0.6)
    true, recorded, group = one.truth["deteriorated"], one.stays["recorded"], one.patients["group"]
    assert not (recorded & ~true).any()
    assert (recorded == true)[group == "A"].all()
    assert (true & ~recorded)[true & (group != "A")].mean() == pytest.approx(0.6, abs=0.001)
    severity, others = one.truth["severity"], true & (group != "A")
    assert severity[others & recorded].mean() > severity[others & ~recorded].mean() + 0.5


@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_keeps_complete_rows_only_loses_group_c_and_those_who_got_worse(seed: int) -> None:
    one = make(patients=20_000, seed=seed, gaps=0.4)
    complete = ~np.isnan(one.measured("lactate"))
    assert set(one.stays["site"][~complete].tolist()) == set(clinic.GAPPY)
    kept = {group: complete[one.patients["group"] == group].mean() for group in GROUPS}
    assert kept["C"] < kept["A"] - 0.1
    ill = one.truth["deteriorated"]
    assert complete[ill].mean() < complete[~ill].mean() - 0.2


def test_sites_differ_as_much_as_asked() -> None:
    def spread(shift: float) -> float:
        one = make(patients=20_000, seed=1, site_shift=shift)
        rates = [[one.stays[x][one.stays["site"] == site].mean() for x in ILLNESSES] for site in range(5)]
        return float(np.std(rates, axis=0).mean())

    assert spread(0) < 0.02 < spread(0.5) < spread(1) < spread(2)


@pytest.mark.parametrize("seed", SEEDS)
def test_about_half_are_unique_on_four_attributes_and_hardly_anybody_after_generalising(seed: int) -> None:
    one = make(seed=seed)
    assert 0.45 < (crowd(quasi_identifiers(one)) == 1).mean() < 0.60
    assert (crowd(quasi_identifiers(one, generalised=True)) == 1).mean() < 0.005


def test_a_crowd_is_everybody_who_looks_the_same() -> None:
    columns = {"age": np.array([30, 30, 41, 30]), "sex": np.array(["F", "F", "M", "M"])}
    assert crowd(columns).tolist() == [2, 2, 1, 1]
    assert crowd(columns, ["age"]).tolist() == [3, 3, 1, 3]


def test_features_are_numbers_with_a_name_each_and_the_group_can_be_left_out(plain: Clinic) -> None:
    rows, names = plain.features()
    assert rows.shape == (len(plain), len(names))
    assert np.isfinite(rows).all()
    less, fewer = plain.features(group=False)
    assert set(names) - set(fewer) == {"group_B", "group_C"}
    assert np.array_equal(rows[:, : less.shape[1]], less)
    more, all_names = plain.features(background=True)
    assert more.shape[1] == len(all_names) == len(set(all_names)) > len(names)
    assert np.isnan(make(patients=500, gaps=1.0).features()[0]).any()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"patients": 0}, "0 patients; ask for at least one"),
        ({"label_bias": 1.2}, "label_bias is 1.2; give a share from 0 to 1"),
        ({"gaps": float("nan")}, "gaps is nan"),
        ({"noise": 0}, "noise is 0"),
        ({"site_shift": float("inf")}, "site_shift is inf"),
        ({"colour": 1}, "cannot use colour here; the knobs are patients, seed"),
    ],
)
def test_knobs_that_make_no_sense_are_refused(changed: dict[str, float], message: str) -> None:
    with pytest.raises(DataError, match=message):
        make(**changed)


def test_knobs_are_given_once_and_only_what_is_measured_can_be_asked_for(plain: Clinic) -> None:
    with pytest.raises(DataError, match="cannot use seed here"):
        make(Knobs(), seed=1)
    with pytest.raises(DataError, match="nobody measures 'mood'"):
        plain.measured("mood")
    assert len(make(patients=1)) == 1
