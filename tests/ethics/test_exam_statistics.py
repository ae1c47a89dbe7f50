"""Figures of items: by hand on a small class, and by simulation where something was planted."""

import statistics

import pytest

from openhearth.ethics.exam.attempts import REQUIRED
from openhearth.ethics.exam.items import Choice, Item
from openhearth.ethics.exam.simulation import classroom
from openhearth.ethics.exam.statistics import ENOUGH, figures
from openhearth.ethics.exam.store import Attempt


def item(name: str, order: tuple[int, ...] = (0, 1, 2, 3), key: int = 0) -> Item:
    choices = tuple(Choice(f"option {at}", at == key, "", at) for at in order)
    return Item(name, "E1", "one", 1, "?", choices)


def attempt(learner: str, paper: list[Item], answers: dict[int, int], number: int = 1) -> Attempt:
    return Attempt(learner, number, tuple(paper), "", 0.0, 1.0, 0.5, answers)


def test_a_small_class_by_hand() -> None:
    """Four learners, four items: scores 4, 3, 1, 0."""
    paper = [item(name) for name in "abcd"]
    rows = {"ada": [0, 0, 0, 0], "bo": [0, 0, 0, 1], "cy": [0, 1, 1, 1], "di": [1, 1, 1, 1]}
    found = figures([attempt(who, paper, dict(enumerate(row))) for who, row in rows.items()], 3)
    assert found is not None
    assert (found.attempts, found.passed, found.mean) == (4, 2, 0.5)
    by_id = {one.id: one for one in found.items}
    assert by_id["a"].difficulty == 0.75
    assert by_id["d"].difficulty == 0.25
    assert by_id["a"].distractors == {0: 3, 1: 1}
    # a against the rest (3, 2, 0, 0) / 3: covariance and deviations by hand.
    rest = [1, 2 / 3, 0, 0]
    wanted = statistics.correlation([1, 1, 1, 0], rest)
    assert by_id["a"].discrimination == pytest.approx(wanted)
    # Between: variance of (1, .75, .25, 0) is .2083, times 4 = .8333; within: mean of (0, .1875, .1875, 0) * 4/3 = .125.
    assert found.reliability == pytest.approx(1 - 0.125 / (4 * statistics.variance([1, 0.75, 0.25, 0])))
    assert found.verdict.startswith("no verdict: 4 attempts")
    assert not any(one.flag for one in found.items)


def test_no_verdict_below_sixty_attempts_and_one_at_sixty() -> None:
    planted = "T7"
    few, enough = (classroom(1, count, wrong_key=planted) for count in (ENOUGH - 1, ENOUGH))
    assert not any(one.flag for one in figures(few, REQUIRED).items)  # type: ignore[union-attr]
    found = figures(enough, REQUIRED)
    assert found is not None
    assert [one.id for one in found.items if one.flag] == [planted]
    assert found.verdict == "flags are worth a look"


def test_a_wrong_key_is_found_and_sound_items_rarely_accused() -> None:
    """Sixty attempts meet an item about twenty times."""
    hits, accused, judged = 0, 0, 0
    for seed in range(40):
        found = figures(classroom(seed, ENOUGH, wrong_key="T3"), REQUIRED)
        assert found is not None
        flags = {one.id for one in found.items if one.flag}
        hits += "T3" in flags
        accused += len(flags - {"T3"})
        judged += len(found.items) - 1
    assert hits >= 36
    assert accused / judged < 0.03


def test_reliability_grows_with_the_spread_of_ability() -> None:
    alike = figures(classroom(5, 300), REQUIRED)
    assert alike is not None
    assert alike.reliability is not None
    assert 0.5 < alike.reliability < 0.95
    assert alike.error is not None
    assert 1.5 < alike.error < 4  # of 40 items
    same = [attempt(f"s{n}", [item(name) for name in "abcd"], dict.fromkeys(range(4), 0)) for n in range(5)]
    uniform = figures(same, 3)
    assert uniform is not None
    assert (uniform.reliability, uniform.error) == (None, None)


def test_later_attempts_and_open_ones_are_left_out() -> None:
    paper = [item(name) for name in "abcd"]
    first = attempt("ada", paper, {0: 0})
    second = attempt("ada", paper, {0: 0, 1: 0}, number=2)
    is_open = Attempt("bo", 1, tuple(paper), "", 0.0, 1.0, None, {})
    found = figures([first, second, is_open], 3)
    assert found is not None
    assert found.attempts == 1
    assert figures([is_open], 3) is None
