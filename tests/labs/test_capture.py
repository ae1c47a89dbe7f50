"""Who captures a vote: weights put it into few hands, and each protection against capture hands somebody a veto."""

import numpy as np
import pytest

from openhearth.labs.capture import Rule, capture, contributions, fewest

SEEDS = range(3)
EQUAL, WEIGHTED, FIRST, THREE = Rule(), Rule(weighted=True), Rule(plurality=True), Rule(majority=3)


@pytest.mark.parametrize("seed", range(6))
def test_counted_by_work_a_few_people_outvote_all_others(seed: int) -> None:
    work = contributions(200, seed=seed)
    assert fewest(work) < 35
    assert fewest(np.ones(200)) == 101
    assert fewest(work) < fewest(np.sqrt(work)) < 101


def test_the_fewest_is_more_than_half_or_at_least_three_quarters() -> None:
    assert fewest([1, 1, 1, 1]) == 3
    assert fewest([1, 1, 1, 1], majority=3) == 3
    assert fewest([1] * 5, majority=3) == 4
    assert fewest([5, 1, 1, 1, 1]) == 1
    assert fewest([0, 0, 2]) == 1
    for wrong in ([], [0, 0], [1, -1]):
        with pytest.raises(ValueError, match="weight"):
            fewest(wrong)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_tenth_captures_a_weighted_vote_and_plurality_but_not_an_equal_one_with_a_default(
    seed: int,
) -> None:
    assert capture(0.10, WEIGHTED, seed=seed) > 0.6
    assert capture(0.10, FIRST, seed=seed) > 0.4
    assert capture(0.10, EQUAL, seed=seed) < 0.3
    assert capture(0.10, THREE, seed=seed) < 0.05


@pytest.mark.parametrize("seed", SEEDS)
def test_three_to_one_holds_where_a_simple_majority_is_captured(seed: int) -> None:
    assert capture(0.30, EQUAL, seed=seed) > 0.9
    assert capture(0.30, THREE, seed=seed) < 0.2


@pytest.mark.parametrize("seed", SEEDS)
def test_and_three_to_one_lets_a_small_minority_block_what_nine_in_ten_want(seed: int) -> None:
    assert capture(0.15, THREE, block=True, seed=seed) > 0.9
    assert capture(0.15, EQUAL, block=True, seed=seed) < 0.1


def test_nobody_captures_with_nobody_and_everybody_with_all() -> None:
    assert capture(0.0, EQUAL, runs=20) < 0.1
    assert capture(1.0, THREE, runs=5) == 1
    with pytest.raises(ValueError, match="between 0 and 1"):
        capture(1.5, EQUAL)
