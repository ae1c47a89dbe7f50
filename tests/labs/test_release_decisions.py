"""Waiting is worth something when harm cannot be undone and somebody looks; tiers follow the strictest fact; records are held to evidence."""

import copy
from datetime import date
from typing import Any

import numpy as np
import pytest

from openhearth.labs import release_decisions
from openhearth.labs.release_decisions import (
    AT_ONCE,
    IN_STAGES,
    SERVICE,
    Doubt,
    Evidence,
    Facts,
    RecordError,
    Stage,
    objections,
    read_record,
    simulate,
    tier,
)

SEEDS = range(4)


@pytest.mark.parametrize("seed", SEEDS)
def test_stages_with_a_stop_rule_do_more_good_and_far_less_harm_at_worst(seed: int) -> None:
    at_once, staged = simulate(Doubt(), AT_ONCE, seed=seed), simulate(Doubt(), IN_STAGES, seed=seed)
    assert staged.mean > at_once.mean + 5
    assert at_once.worst() < -100
    assert staged.worst() > -10


@pytest.mark.parametrize("seed", SEEDS)
def test_if_harm_is_all_but_excluded_waiting_costs_more_than_it_saves(seed: int) -> None:
    sure = Doubt(harmful=0.005)
    assert simulate(sure, AT_ONCE, seed=seed).mean > simulate(sure, IN_STAGES, seed=seed).mean + 2


@pytest.mark.parametrize("seed", SEEDS)
def test_a_stage_in_which_nobody_hears_of_harm_is_only_a_delay(seed: int) -> None:
    deaf = simulate(Doubt(), IN_STAGES, truly_reported=0.01, seed=seed)
    assert deaf.worst() < -80
    assert deaf.stopped[deaf.harmful].mean() < 0.15
    assert simulate(Doubt(), IN_STAGES, stop=False, seed=seed).worst() < -80


@pytest.mark.parametrize("seed", SEEDS)
def test_what_can_be_undone_need_not_wait_so_long(seed: int) -> None:
    assert simulate(Doubt(), SERVICE, seed=seed).mean > simulate(Doubt(), IN_STAGES, seed=seed).mean + 3


@pytest.mark.parametrize("seed", SEEDS)
def test_the_rule_stops_the_harmful_and_now_and_then_a_harmless_one(seed: int) -> None:
    staged = simulate(Doubt(), IN_STAGES, seed=seed)
    assert staged.stopped[staged.harmful].mean() > 0.95
    assert 0.05 < staged.stopped[~staged.harmful].mean() < 0.35


def test_simulated_means_are_the_calculated_ones() -> None:
    doubt = Doubt()
    many = simulate(doubt, AT_ONCE, runs=200_000)
    assert many.mean == pytest.approx(doubt.at_once, abs=0.5)
    assert doubt.turning_point == pytest.approx(1 / 6)


def test_reports_move_the_chance_and_silence_moves_it_only_where_somebody_listens() -> None:
    doubt = Doubt()
    assert doubt.chance(0, 0.0) == pytest.approx(doubt.harmful)
    assert doubt.chance(0, 0.2) < doubt.harmful < doubt.chance(5, 0.2)
    assert Doubt(reported=0.0).chance(0, 3.0) == pytest.approx(doubt.harmful)
    by_hand = 0.15 * 4**2 * np.exp(-4) / (0.15 * 4**2 * np.exp(-4) + 0.85 * 0.4**2 * np.exp(-0.4))
    assert doubt.chance(2, 0.2) == pytest.approx(by_hand)
    assert Doubt(harmful=0).chance(9, 1.0) == 0
    assert Doubt(harmful=1).chance(0, 1.0) == 1


def test_a_plan_or_a_doubt_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="fill 24 months"):
        simulate(Doubt(), AT_ONCE[:0])
    with pytest.raises(ValueError, match="shares"):
        simulate(Doubt(), (Stage("x", 1.5, 24, True),))
    with pytest.raises(ValueError, match="between 0 and 1"):
        Doubt(harmful=1.2)
    with pytest.raises(ValueError, match="must show more"):
        Doubt(incidents=1, background=2)


def test_the_strictest_fact_decides_the_tier() -> None:
    assert tier(Facts(contact=False, people=False, marginal=(-0.02, 0.03)))[0] == "open"
    assert tier(Facts(contact=True, people=False, marginal=(-0.02, 0.03)))[0] == "registered"
    assert tier(Facts(contact=True, people=True, repeats=0.2, marginal=(0, 0.01)))[0] == "credentialed"
    assert tier(Facts(contact=False, people=False, severe=True, marginal=(0.1, 0.3)))[0] == "reviewed"


def test_what_nobody_measured_never_widens_a_tier() -> None:
    for contact in (False, True):
        for severe in (False, True):
            for people in (False, True):
                facts: dict[str, Any] = {"contact": contact, "people": people, "severe": severe}
                unknown = tier(Facts(**facts))[0]
                for repeats in (0.0, 0.5):
                    for marginal in ((-0.1, 0.0), (0.1, 0.3)):
                        known = tier(Facts(**facts, repeats=repeats, marginal=marginal))[0]
                        order = release_decisions.TIERS.index
                        assert order(known) <= order(unknown)


def test_people_s_data_whose_repetition_nobody_measured_stay_with_credentialed_users() -> None:
    nothing_added = (-0.1, 0.0)
    assert tier(Facts(contact=False, people=True, marginal=nothing_added))[0] == "credentialed"
    assert tier(Facts(contact=False, people=True, repeats=0.0, marginal=nothing_added))[0] == "open"


def test_of_an_interval_its_upper_end_counts() -> None:
    assert tier(Facts(contact=False, people=False, marginal=(-0.20, 0.20)))[0] == "credentialed"
    assert tier(Facts(contact=False, people=False, severe=True, marginal=(-0.9, 0.05)))[0] == "open"


GOOD = """
model = "voice 0.3"
sha256 = "ab12"
form = "weights"
tier = "credentialed"
decided = 2026-03-20
review = 2026-09-20
dissent = "nobody disagreed"

[[reason]]
claim = "repeats no speaker's voice unasked"
evidence = "voices"

[[asked]]
who = "speakers"
on = 2026-02-10
answer = "not with our names"
changed = "names were taken out"

[[harm]]
what = "forged calls"
watch = "reports a month"
limit = 5
then = "no new grants; a mended version"
by = "steering group"
within_days = 7
calls_back = false
"""
EVIDENCE = [
    Evidence("voices", "ab12", date(2026, 3, 1)),
    Evidence("old", "ab12", date(2025, 3, 1)),
    Evidence("later", "ab12", date(2026, 3, 21)),
    Evidence("other", "cd34", date(2026, 3, 1)),
]


def test_a_record_with_its_evidence_meets_no_objection() -> None:
    assert objections(read_record(GOOD), EVIDENCE, ["speakers"]) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('tier = "credentialed"', 'tier = "semi-open"', "choose one"),
        ("review = 2026-09-20", "", "looked at again"),
        ("review = 2026-09-20", "review = 2029-09-20", "looked at again"),
        ('evidence = "voices"', "", "no evidence"),
        ('evidence = "voices"', 'evidence = "other"', "another model"),
        ('evidence = "voices"', 'evidence = "old"', "180 days"),
        ('evidence = "voices"', 'evidence = "later"', "180 days"),
        ("on = 2026-02-10", "on = 2026-03-20", "before the decision"),
        ('changed = "names were taken out"', "", "not on record"),
        ('who = "speakers"', 'who = "a friend"', "speakers: not asked"),
        ("limit = 5", 'limit = "too many"', "with a limit"),
        ("limit = 5", "limit = true", "with a limit"),
        ('by = "steering group"', "", "nobody is named"),
        ("calls_back = false", "calls_back = true", "cannot be called back"),
        ('dissent = "nobody disagreed"', "", "who disagreed"),
        ("decided = 2026-03-20", "", "no day of the decision"),
    ],
)
def test_each_gap_in_a_record_is_one_objection(old: str, new: str, says: str) -> None:
    assert old in GOOD
    found = objections(read_record(GOOD.replace(old, new)), EVIDENCE, ["speakers"])
    assert len(found) == 1
    assert says in found[0]


def test_an_empty_record_is_not_a_clean_one() -> None:
    bare = copy.deepcopy(read_record(GOOD))
    for key in ("reason", "harm", "asked"):
        del bare[key]
    found = objections(bare, EVIDENCE, ["speakers"])
    assert len(found) == 4


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("tier = ", "cannot be read"),
        ('decided = "2026-03-20"', "without quotation"),
        ("harm = 3", None),
        ("[harm]\nwhat = 1", "once for each"),
    ],
)
def test_a_malformed_record_is_named_in_one_sentence(text: str, says: str | None) -> None:
    with pytest.raises(RecordError, match=says or "once for each") as caught:
        read_record(text)
    assert "\n" not in str(caught.value)
