"""The pictures of lesson 00 say in words what they show."""

import re

import pytest

from openhearth.labs import who_builds
from openhearth.labs.concentration import Estimate, World, run


@pytest.fixture
def shown(monkeypatch):
    pictures = []
    monkeypatch.setattr("IPython.display.display", lambda content: pictures.append(content.data))
    return pictures


def words(svg: str) -> str:
    return re.search(r'aria-label="([^"]*)"', svg)[1]


def test_the_map_reads_aim_by_aim(shown):
    who_builds.openness_map({"Access": ["find\nit", "run it"]}, ["datasets", "code"])
    assert "Access: datasets, find it, code, run it." in words(shown[0])


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [(12, 48, "$12–48"), (82_432, 329_728, "$82–330 thousand"), (1_022_362, 4_089_448, "$1–4.1 million")],
)
def test_money_is_told_to_two_digits(low, high, wanted):
    assert who_builds.money(low, high) == wanted


def test_costs_are_told_from_the_smallest(shown):
    who_builds.training_cost({"big": 30_000, "small": 10}, (1, 4), ("a lab", 5_000))
    assert "small 10, $10–40; big 30,000, $30–120 thousand. For comparison, a lab: 5,000 hours" in words(
        shown[0]
    )


def test_two_histories_are_told_with_their_builders(shown):
    histories = {"closed": run(World(rounds=3), 1), "open": run(World(rounds=3, openness=1.0), 1)}
    who_builds.users_over_time(histories)
    for name, history in histories.items():
        assert (
            f"{name}: {int(history.builders[0])} teams build at first, {int(history.builders[-1])} in the end"
            in words(shown[0])
        )


def test_effects_are_told_with_their_intervals(shown):
    found = {0.1: Estimate(3, 2, 4), 1.0: Estimate(0, -1, 1)}
    who_builds.effects([("Title", "cost", "builders", found)] * 2)
    assert "builders, by cost: at 0.1 3.00 (2.00 to 4.00), at 1 0.00 (-1.00 to 1.00)" in words(shown[0])
