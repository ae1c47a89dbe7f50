import re

import pytest

from openhearth.data import load
from openhearth.errors import OpenhearthError
from openhearth.labs.representation import (
    AUNTS_JOBS,
    UNCLES_JOBS,
    distance,
    leaning,
    meetings,
    swapped,
    told,
)
from openhearth.labs.small import train_small

SIZE = {"width": 64, "layers": 2, "steps": 200, "context": 48, "vocabulary": 400}


@pytest.fixture(scope="module")
def pages() -> list[str]:
    return meetings(load("tales", stories=2000, languages=["en"], gender_occupation_bias=0.9))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_model_takes_over_the_stereotype_and_stories_told_both_ways_take_it_away(
    pages: list[str], seed: int
) -> None:
    biased, tokenizer = train_small(pages, seed=seed, **SIZE)
    found = leaning(biased, tokenizer)
    assert min(found[job] for job in AUNTS_JOBS) > 0.6
    assert max(found[job] for job in UNCLES_JOBS) < 0.4
    assert distance(found) > 0.6
    both = [text for page in pages for text in (page, swapped(page))]
    even, _ = train_small(both, seed=seed, tokenizer=tokenizer, **SIZE)
    assert abs(distance(leaning(even, tokenizer))) < 0.2


def test_the_texts_themselves_are_biased_as_asked_and_even_without_the_knob(pages: list[str]) -> None:
    assert distance(told(pages)) == pytest.approx(0.9, abs=0.05)
    assert abs(distance(told(meetings(load("tales", stories=2000, languages=["en"]))))) < 0.1
    both = [text for page in pages for text in (page, swapped(page))]
    assert abs(distance(told(both))) < 1e-9


def test_a_swap_changes_helper_and_pronoun_and_twice_is_nothing(pages: list[str]) -> None:
    text = "Maya had an uncle who was a nurse, and they went to him. Her friend was happy."
    assert swapped(text) == "Maya had an aunt who was a nurse, and they went to her. Her friend was happy."
    assert all(swapped(swapped(page)) == page != swapped(page) for page in pages)
    assert all(re.findall(r"\w+", page)[:5] == re.findall(r"\w+", swapped(page))[:5] for page in pages[:200])


def test_only_english_tales_have_these_helpers() -> None:
    with pytest.raises(OpenhearthError, match="is not an English story of tales"):
        meetings(load("tales", stories=2, languages=["sw"]))
    with pytest.raises(OpenhearthError, match="at least one step and one text"):
        train_small([])
