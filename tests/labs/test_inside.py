"""The pictures of lesson 08 say in words, and in their titles, what the numbers say."""

import re

import numpy as np
import pytest

from openhearth.labs import inside


@pytest.fixture
def shown(monkeypatch):
    pictures = []
    monkeypatch.setattr("IPython.display.display", lambda content: pictures.append(content.data))
    return pictures


def words(svg: str) -> str:
    return re.search(r'aria-label="([^"]*)"', svg)[1]


def test_the_cost_of_each_language_is_told_under_both_tokenizers(shown):
    cost = {"English only": {"en": 1.0, "am": 7.1}, "all": {"en": 1.9, "am": 2.2}}
    inside.token_cost(cost, {"en": "English", "am": "Amharic"})
    assert "English only: English 1.0, Amharic 7.1; all: English 1.9, Amharic 2.2" in words(shown[0])
    assert "up to 7 times" in shown[0]


def test_scores_that_depend_on_the_place_are_seen(shown):
    here = np.linspace(1, 0, 30)
    inside.scores_by_distance(here, here, 1000)
    inside.scores_by_distance(here, here + 0.25, 1000)
    assert "the same, to 0e+00" in words(shown[0])
    assert "to 2e-01" in words(shown[1]) or "to 3e-01" in words(shown[1])


@pytest.mark.parametrize(("loss", "count"), [(0.5, "None"), (0.05, "One")])
def test_a_loss_below_the_limit_is_called_too_good(shown, loss, count):
    inside.learning_curves({"a": [3.0] * 5 + [0.6] * 5, "b": [3.0] * 5 + [loss] * 5}, limit=0.2)
    assert f"{count} of these are too good" in shown[0]
    assert f"b {loss:.2g}" in words(shown[0])


def test_attention_on_the_next_token_is_told_as_such(shown):
    causal, peeking = np.eye(4, k=-1), np.eye(4, k=1)
    inside.attention_maps({"fair": causal, "peeks": peeking}, list("abcd"), {"fair": -1, "peeks": 1})
    assert "fair: 100% on the token before; peeks: 100% on the next token" in words(shown[0])
