"""Nothing looks like something to whoever looks often; some means cannot exist; who signs; what has to be retracted."""

import itertools

import numpy as np
import pytest

from openhearth.labs import conduct
from openhearth.labs.conduct import (
    GROUPS,
    KEPT,
    OTHER,
    OUTCOMES,
    ROLES,
    SUBSTANTIAL,
    WRITING,
    ConductError,
    Contributor,
    Studies,
    best_of,
    can_exist,
    chosen_by_eye,
    credit,
    faults,
    honest_p,
    mended,
    p_values,
    peeking,
    sealed,
    share_impossible,
    smallest,
    studies,
    ways,
)


@pytest.fixture(scope="module", params=[0, 1, 2])
def drawn(request: pytest.FixtureRequest) -> Studies:
    return studies(1000, seed=request.param)


def found(p: np.ndarray) -> float:
    return float((p < 0.05).mean())


def test_one_planned_look_is_wrong_as_often_as_it_says(drawn: Studies) -> None:
    for outcome in OUTCOMES:
        assert 0.03 < found(p_values(drawn, outcome, GROUPS[0], KEPT[0])) < 0.075


def test_outcomes_of_one_person_go_together_and_nothing_depends_on_the_treatment(drawn: Studies) -> None:
    flat = drawn.values.reshape(-1, len(OUTCOMES))
    together = np.corrcoef(flat.T)[np.triu_indices(len(OUTCOMES), 1)]
    assert np.abs(together - 0.3).max() < 0.02
    assert abs(drawn.values[:, drawn.treated].mean() - drawn.values[:, ~drawn.treated].mean()) < 0.02


def test_the_best_of_forty_looks_finds_something_in_most_studies_of_nothing(drawn: Studies) -> None:
    rates = [found(smallest(drawn, ways(*n))) for n in ((1, 1, 1), (4, 1, 1), (4, 5, 1), (4, 5, 2))]
    assert rates == sorted(rates)
    assert rates[1] > 0.14
    assert rates[2] > 0.45
    assert 0.6 < rates[3] < 1 - 0.95**40


def test_one_test_chosen_by_eye_is_as_bad_as_four(drawn: Studies) -> None:
    assert found(chosen_by_eye(drawn)) > 0.9 * found(smallest(drawn, ways(4, 1, 1))) > 0.12


def test_p_values_are_scipys_where_there_are_many_people() -> None:
    stats = pytest.importorskip("scipy.stats")
    some = studies(20, people=400, seed=3)
    ours = p_values(some, "mood", "in the city", "without outliers")
    for i in range(20):
        x = some.values[i, :, OUTCOMES.index("mood")]
        use = some.groups[i, :, GROUPS.index("in the city")] & (np.abs(x) < 2)
        theirs = stats.ttest_ind(x[use & some.treated], x[use & ~some.treated], equal_var=False).pvalue
        assert abs(ours[i] - theirs) < 0.01


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_stopping_when_it_is_good_finds_nothing_ever_more_often(seed: int) -> None:
    once, five, fifty = (peeking(looks, seed=seed) for looks in (1, 5, 50))
    assert 0.035 < once < 0.065
    assert five > once + 0.05
    assert fifty > 0.27
    assert (
        0.035 < peeking(5, level=0.0158, seed=seed) < 0.065
    )  # planned looks that share the 5 % (Pocock 1977)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_best_of_many_guessers_scores_well_on_the_test_that_chose_it_only(seed: int) -> None:
    one, thousand = best_of(1, 200, seed=seed), best_of(1000, 200, seed=seed)
    assert abs(one[0] - 0.5) < 0.01
    assert thousand[0] > 0.59
    assert abs(thousand[1] - 0.5) < 0.01


def test_the_honest_p_is_how_often_the_best_of_so_many_comes_out_so_small() -> None:
    smallest_of = np.random.default_rng(1).random((20_000, 12)).min(axis=1)
    for p in (0.003, 0.02, 0.1):
        assert abs(honest_p(p, 12) - (smallest_of <= p).mean()) < 0.015
    assert honest_p(0.04, 1) == pytest.approx(0.04)
    assert (honest_p(0, 5), honest_p(1, 5)) == (0, 1)
    assert honest_p(1e-12, 10) == pytest.approx(1e-11)


def test_a_seal_knows_the_plan_whatever_its_order_and_no_other() -> None:
    plan = {"outcome": "pain", "people": 200}
    assert sealed(plan) == sealed({"people": 200, "outcome": "pain"})
    assert sealed(plan) != sealed({**plan, "people": 201})


def test_means_of_whole_answers_exist_and_all_others_do_not() -> None:
    for people in (2, 3, 7, 8):
        possible = {
            f"{sum(answers) / people:.2f}"
            for answers in itertools.combinations_with_replacement(range(1, 5), people)
        }
        ties = {"3.12", "3.13", "1.12", "1.13"}
        for cents in range(80, 430):
            mean = f"{cents / 100:.2f}"
            if people == 8 and (mean in ties or (cents * 8) % 100 in (4, 96)):
                continue  # a tie, which may be rounded either way
            assert can_exist(mean, people, 1, 4) is (mean in possible), (mean, people)


def test_a_tie_may_be_rounded_up_or_down_and_a_zero_says_something() -> None:
    assert can_exist("3.12", 8)
    assert can_exist("3.13", 8)
    assert can_exist("3.5", 11)
    assert not can_exist("3.50", 11)
    assert not can_exist("7.12", 17)
    assert can_exist("-0.5", 2, -1, 0)
    assert can_exist("5", 3)


def test_the_check_is_sharp_for_few_and_blind_for_many() -> None:
    assert share_impossible(10) == 0.9
    assert share_impossible(25) == 0.75
    assert share_impossible(200) == 0
    assert share_impossible(5, decimals=1) == 0.5
    assert share_impossible(10, decimals=1) == 0


def test_an_author_meets_all_four_criteria() -> None:
    full = {"roles": ("Software", WRITING[1]), "approved": True, "answers": True}
    assert credit(Contributor("a", **full)) == "author"  # type: ignore[arg-type]
    for lacking in ({"roles": ("Software",)}, {"roles": WRITING}, {"approved": False}, {"answers": False}):
        assert credit(Contributor("a", **{**full, **lacking})) == "thank"  # type: ignore[arg-type]
    for role in SUBSTANTIAL:
        assert credit(Contributor("a", (role,), asked=False)) == "ask first"
    for role in OTHER:
        assert credit(Contributor("a", (role, WRITING[0]), True, True, asked=False)) == "thank"
    assert credit(Contributor("a", **full, tool=True)) == "say that it was used"  # type: ignore[arg-type]
    assert credit(Contributor("a", approved=True, answers=True)) == "neither"


def test_the_roles_are_credits_fourteen() -> None:
    assert len(set(ROLES)) == len(ROLES) == 14


def test_a_list_of_authors_is_checked_for_guests_ghosts_programs_data_and_interests() -> None:
    amara = Contributor("Amara", ("Data curation", WRITING[0]), True, True)
    kwame = Contributor("Kwame", ("Software", WRITING[1]), True, True)
    head, model = Contributor("Head"), Contributor("model", WRITING, tool=True)
    team = [amara, kwame, head, model]
    assert faults(["Amara", "Kwame"], team, {"Amara": "none", "Kwame": "none"}) == []
    told = faults(["Kwame", "Head", "model", "Stranger"], team, {"Kwame": "none"})
    assert told == [
        "Head signs; the criteria say: neither",
        "Head has not declared interests",
        "model signs; the criteria say: say that it was used",
        "Stranger signs, and no contribution is stated",
        "Amara is an author and left out",
        "no author has handled the data",
    ]


def test_a_paper_is_retracted_when_its_claim_is_gone_however_few_cases_leaked() -> None:
    leaked = np.arange(1000) < 3
    old = np.arange(1000) >= 150
    gone = old | leaked
    assert mended(gone, old, leaked) == ("retract", 0.0)
    better = old | (np.arange(1000) < 40)
    decision, left = mended(better, old, leaked)
    assert (decision, round(left or 0, 2)) == ("correct", round(100 * 37 / 997, 2))
    assert mended(better, old, leaked, claim=5)[0] == "retract"
    assert mended(better, old, np.zeros(1000, bool))[0] == "nothing"
    assert mended(better, old, np.ones(1000, bool)) == ("retract", None)


@pytest.mark.parametrize(
    "bad",
    [
        lambda: studies(0),
        lambda: studies(5, people=10),
        lambda: p_values(studies(1), "luck", GROUPS[0], KEPT[0]),
        lambda: peeking(0),
        lambda: peeking(500, people=400),
        lambda: peeking(5, level=0.0),
        lambda: honest_p(1.5, 2),
        lambda: honest_p(0.5, 0),
        lambda: best_of(0, 10),
        lambda: can_exist("three", 10),
        lambda: can_exist("NaN", 10),
        lambda: can_exist("3.48", 0),
        lambda: can_exist("3.48", 10, 7, 1),
        lambda: credit(Contributor("a", ("Chief",))),
        lambda: mended(np.ones(3, bool), np.ones(2, bool), np.ones(3, bool)),
    ],
)
def test_what_cannot_be_checked_is_refused_in_one_sentence(bad) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ConductError) as caught:
        bad()
    assert "\n" not in str(caught.value)
    assert conduct.ConductError.__doc__
