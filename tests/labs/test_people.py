"""Lesson E1's computations: each claim that the lesson makes of them."""

import hashlib
import itertools

import numpy as np
import pytest

from openhearth.labs.people import (
    LISTED,
    ON_CAMBRIDGES_LIST,
    Links,
    alarms,
    alike,
    alone,
    alone_after,
    coarser,
    group_sizes,
    groups,
    hashed,
    link,
    numbers_behind,
    pseudonym,
    river,
    rows,
    stays,
    town,
    traces,
    worked_out,
)

KNOWN = ["born", "sex", "district"]
SEEDS = (0, 1, 2)


@pytest.fixture(scope="module", params=SEEDS)
def made(request):
    """(town, its voters, stays in its hospital)."""
    people = town(seed=request.param)
    return people, rows(people, people["listed"]), stays(people, seed=request.param)


def cut(table, step):
    return {**table, "born": coarser(table["born"], step)}


def test_as_many_stand_alone_in_the_made_up_list_as_were_counted_in_a_real_one(made):
    _, voters, _ = made
    assert len(voters["born"]) == LISTED
    for columns, counted in ON_CAMBRIDGES_LIST.items():
        assert alone(voters, list(columns)) == pytest.approx(counted, abs=0.035)


def test_a_list_with_names_names_most_stays_and_mostly_rightly_but_not_always(made):
    _, voters, hospital = made
    found = link(hospital, voters, KNOWN)
    assert found.named > 0.6 * found.rows
    assert 0.9 < found.precision < 0.99


def test_alone_in_the_table_is_far_from_named(made):
    _, voters, hospital = made
    table, register = cut(hospital, "month"), cut(voters, "month")
    found = link(table, register, KNOWN)
    assert alone(table, KNOWN) > 0.5
    assert found.named < 0.1 * found.rows
    assert found.precision < link(hospital, voters, KNOWN).precision - 0.1


def test_coarser_dates_leave_fewer_alone(made):
    _, _, hospital = made
    shares = [alone(cut(hospital, step), KNOWN) for step in ("day", "month", "year", "decade")]
    assert shares[0] > 0.9
    assert all(one - other > 0.04 for one, other in itertools.pairwise(shares))


def test_pieces_in_which_hardly_anybody_is_alone_tell_everybody_apart_when_joined(made):
    _, _, hospital = made
    pieces = [
        {"year": coarser(hospital["born"], "year")},
        {"sex": hospital["sex"], "district": hospital["district"]},
        {"day": np.array([day[5:] for day in hospital["born"].astype(str)])},
    ]
    assert all(alone(piece, list(piece)) < 0.002 for piece in pieces)
    joined = pieces[0] | pieces[1] | pieces[2]
    assert alone(joined, list(joined)) > 0.9
    assert alone(joined, list(joined)) == alone(hospital, KNOWN)


def test_whoever_is_on_the_list_and_alone_in_town_is_named_rightly(made):
    people, voters, _ = made
    found = link(voters, people, KNOWN)
    assert found.precision == 1
    assert found.named == round(alone(people, KNOWN) * len(people["born"])) - int(
        (group_sizes(people, KNOWN)[~people["listed"]] == 1).sum()
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_large_groups_that_are_all_ill_alike_give_the_illness_away(seed):
    table = stays(town(seed=seed), seed=seed)
    local = np.isin(table["district"], ["Oak", "Willow"])
    table["illness"] = np.where(local, "hepatitis", table["illness"])
    table["born"] = coarser(table["born"], "decade")
    big = rows(table, group_sizes(table, ["born", "district"]) >= 5)
    assert group_sizes(big, ["born", "district"]).min() >= 5
    assert alike(big, ["born", "district"], "illness") == pytest.approx(local.mean(), abs=0.01)


@pytest.mark.parametrize("seed", SEEDS)
def test_three_villages_of_the_river_stand_out(seed):
    people = river(seed=seed)
    marked = people["village"] % 8 == 3
    assert people["high"][marked].mean() > people["high"][~marked].mean() + 0.3
    assert set(people["valley"].tolist()) == {0, 1, 2}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_few_moments_single_a_telephone_out_of_thousands(seed):
    seen = traces(seed=seed)
    shares = [alone_after(seen, moments, tried=150, seed=seed) for moments in (0, 1, 2, 4)]
    assert shares[0] == 0
    assert shares[1] < 0.05
    assert 0.2 < shares[2] < 0.7
    assert shares[3] > 0.75


def test_whoever_moves_like_another_is_not_singled_out():
    once = np.arange(48, dtype=np.int16).reshape(2, 24)
    assert alone_after(once, 3, tried=20) == 1
    assert alone_after(np.repeat(once, 2, axis=0), 3, tried=20) == 0


def test_a_group_of_one_is_not_a_group_that_is_all_alike():
    table = {"age": np.array([30, 30, 40, 50, 50]), "ill": np.array(["a", "a", "b", "a", "b"])}
    assert alike(table, ["age"], "ill") == 0.4


def test_groups_are_rows_that_agree_and_more_knowledge_never_makes_them_larger():
    table = {"a": np.array([1, 1, 2, 2]), "b": np.array(["x", "x", "x", "y"])}
    assert group_sizes(table, ["a"]).tolist() == [2, 2, 2, 2]
    assert group_sizes(table, ["a", "b"]).tolist() == [2, 2, 1, 1]
    assert group_sizes(table, []).tolist() == [4, 4, 4, 4]
    people = town(adults=3000, listed=2000)
    for n in range(len(KNOWN)):
        assert (group_sizes(people, KNOWN[: n + 1]) <= group_sizes(people, KNOWN[:n])).all()


def test_a_link_says_nothing_where_several_fit():
    table = {"person": np.array([0]), "sex": np.array(["F"])}
    register = {"person": np.array([0, 1]), "sex": np.array(["F", "F"])}
    assert link(table, register, ["sex"]) == Links(rows=1, named=0, right=0)
    assert Links(1, 0, 0).precision == 0


def test_a_hash_of_something_short_is_undone_with_or_without_a_known_salt():
    for salt in ("", "clinic:"):
        tokens = [hashed(number, salt) for number in ("0042", "9999")]
        assert numbers_behind(tokens, 4, salt) == dict(zip(tokens, ("0042", "9999"), strict=True))
        assert numbers_behind(tokens, 4, salt + "other") == {}
    assert hashed("0042", "clinic:") == hashlib.sha256(b"clinic:0042").hexdigest()


def test_a_secret_key_stops_strangers_but_not_its_keeper():
    token = pseudonym("0042", b"secret")
    assert numbers_behind([token], 4) == {}
    assert pseudonym("0042", b"other") != token
    assert next(n for n in range(10**4) if pseudonym(f"{n:04d}", b"secret") == token) == 42


def test_totals_give_hidden_cells_away_one_after_the_other():
    assert worked_out([[None, 12, 15], [9, None, 13], [12, 16, 28]]) == {(0, 0): 3, (1, 1): 4}
    assert worked_out([[None, None, 7], [4, None, 6], [8, 5, 13]]) == {(0, 0): 4, (1, 1): 2, (0, 1): 3}
    assert worked_out([[1, 2, None], [3, 4, 7], [4, 6, None]]) == {(0, 2): 3, (2, 2): 10}


def test_a_staircase_of_hidden_cells_falls_from_its_foot_to_its_head():
    whole = [[1, 2, 3, 4, 10], [5, 6, 7, 8, 26], [9, 8, 7, 6, 30], [5, 4, 3, 2, 14], [20, 20, 20, 20, 80]]
    stairs = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 3), (3, 3)]
    hidden = [[None if (y, x) in stairs else n for x, n in enumerate(row)] for y, row in enumerate(whole)]
    assert worked_out(hidden) == {(y, x): whole[y][x] for y, x in stairs}


def test_hidden_cells_that_keep_each_other_company_stay_hidden():
    assert worked_out([[None, None, 5, 9], [None, None, 6, 9], [1, 1, 2, 4], [6, 4, 13, 23]]) == {}


def test_the_rarer_the_disease_the_more_alarms_are_false():
    true = [alarms(10_000, rate, 0.9, 0.05).true for rate in (0.0005, 0.005, 0.05, 0.4)]
    assert true == sorted(true)
    assert true[0] < 0.02
    assert true[-1] > 0.9
    found = alarms(1000, 0.01, 0.8, 0.1)
    assert (found.ill, found.well) == (pytest.approx(8), pytest.approx(99))
    assert alarms(1000, 0, 0.9, 0).true == 0


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="give 1 to 10"):
        town(adults=10, listed=11)
    with pytest.raises(ValueError, match="no step 'week'"):
        coarser(np.array(["2000-01-01"], dtype="datetime64[D]"), "week")
    with pytest.raises(ValueError, match="give 0 to 24"):
        alone_after(traces(phones=10, days=1), 25)
    with pytest.raises(ValueError, match="no column 'name'"):
        groups({"sex": np.array(["F"])}, ["name"])
    with pytest.raises(ValueError, match="rows of one length"):
        worked_out([[1, 2], [3]])
    with pytest.raises(ValueError, match="between 0 and 1"):
        alarms(1000, 5, 0.9, 0.05)
