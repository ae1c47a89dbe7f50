"""The toy market of lesson 00 does what the lesson says, and only under its assumptions."""

import numpy as np
import pytest

from openhearth.labs.concentration import Market, builders, spread


def test_the_same_seed_gives_the_same_market() -> None:
    assert (builders(Market(), 3) == builders(Market(), 3)).all()
    assert not (builders(Market(), 3) == builders(Market(), 4)).all()


def test_when_costs_grow_few_are_left() -> None:
    middle = spread(Market())[1]
    assert middle[0] > 100
    assert middle[-1] <= 5


def test_open_work_keeps_more_teams_building_in_every_round_over_seeds() -> None:
    closed, shared = spread(Market()), spread(Market(reuse=0.9))
    assert (shared[0][3:] > closed[2][3:]).all()  # worst tenth above the best tenth


def test_without_growing_costs_many_stay() -> None:
    assert spread(Market(growth=1.0))[0][-1] > 5 * spread(Market())[2][-1]


def test_sharing_income_alike_does_not_save_the_small() -> None:
    """An honest negative: the cost drives the market apart, not who earns."""
    assert spread(Market(favour=0.0))[2][-1] < 10


def test_more_reuse_never_means_fewer_builders_in_the_first_round() -> None:
    first = [builders(Market(reuse=r), 0)[0] for r in np.linspace(0, 0.95, 8)]
    assert first == sorted(first)


@pytest.mark.parametrize("wrong", [{"reuse": 1.0}, {"reuse": -0.1}, {"teams": 0}, {"growth": 0.0}])
def test_a_market_that_makes_no_sense_is_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match="give"):
        Market(**wrong)
