"""The toy world of lesson 00 does what the lesson says of it."""

from dataclasses import replace

import numpy as np
import pytest

from openhearth.labs.concentration import (
    World,
    chosen,
    effect_of_openness,
    estimate,
    gini,
    hhi,
    measured,
    run,
)

SEEDS = range(12)


@pytest.mark.parametrize(("values", "wanted"), [([3, 3, 3], 0), ([0, 0, 0, 8], 0.75), ([1, 3], 0.25)])
def test_gini_of_cases_worked_out_by_hand(values, wanted):
    assert gini(values) == pytest.approx(wanted)
    assert gini([10 * value for value in values[::-1]]) == pytest.approx(wanted)


def test_gini_is_half_the_mean_difference_over_the_mean():
    x = np.random.default_rng(1).lognormal(size=40)
    assert gini(x) == pytest.approx(np.abs(x[:, None] - x).mean() / 2 / x.mean())


def test_hhi_of_equal_shares_is_one_over_their_number():
    assert hhi([2, 2, 2, 2]) == pytest.approx(0.25)
    assert hhi([0, 5]) == 1
    assert np.isnan(hhi([0, 0]))
    assert np.isnan(gini([0, 0]))


def test_users_are_all_counted_and_only_builders_have_any():
    history = run(World(), 3)
    assert history.share.sum(axis=1) == pytest.approx(np.ones(World().rounds))
    assert not history.share[~history.builds].any()


def test_users_prefer_the_better_model_and_the_one_from_home():
    world, home, size = World(teams=2, communities=2), np.array([0, 1]), np.array([0.5, 0.5])
    both = np.array([True, True])
    even = chosen(np.array([1.0, 1.0]), both, home, size, world)
    better = chosen(np.array([10.0, 1.0]), both, home, size, replace(world, home=0.0))
    assert even == pytest.approx([0.5, 0.5])
    assert better[0] / better[1] == pytest.approx(np.exp(world.choosiness))
    assert chosen(np.array([1.0, 1.0]), np.array([True, False]), home, size, world) == pytest.approx([1, 0])


def test_the_same_seed_has_the_same_teams_whatever_else_is_assumed():
    first = run(World(), 5)
    assert np.array_equal(first.share, run(World(), 5).share)
    assert np.array_equal(first.builds[0], run(World(openness=1.0), 5).builds[0])


def test_openness_lets_more_build_and_spreads_the_users():
    closed, opened = measured(World(), SEEDS), measured(World(openness=1.0), SEEDS)
    assert opened["teams that build"].low > 3 * closed["teams that build"].high
    assert opened["HHI of users"].high < closed["HHI of users"].low


def test_openness_lets_few_build_if_adapting_costs_as_much_as_training():
    easy = effect_of_openness(World(), "teams that build", SEEDS)
    dear = effect_of_openness(World(adapting=1.0), "teams that build", SEEDS)
    assert dear.high < easy.low / 5


def test_openness_spreads_no_users_if_all_take_the_very_best():
    world = World(choosiness=30.0)
    assert effect_of_openness(world, "HHI of users", SEEDS).low > -0.1
    assert effect_of_openness(world, "teams that build", SEEDS).low > 5


def test_an_interval_holds_its_mean_and_narrows_with_more_seeds():
    draw = np.random.default_rng(0).normal(size=400)
    few, many = estimate(draw[:20]), estimate(draw)
    assert few.low < few.mean < few.high
    assert many.high - many.low < (few.high - few.low) / 2
