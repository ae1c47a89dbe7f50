from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer

from openhearth.errors import OpenhearthError
from openhearth.labs.memory import (
    Crawl,
    by_heart,
    completed,
    crawled,
    exposure,
    shingles,
    without_equals,
    without_lookalikes,
)
from openhearth.labs.small import train_small
from openhearth.lm import Llama

SIZE: dict[str, Any] = {"width": 64, "layers": 2, "steps": 250, "context": 48, "vocabulary": 400}
Read = tuple[Crawl, Llama, Llama, Tokenizer]


@pytest.fixture(scope="module", params=[0, 1, 2])
def read(request: pytest.FixtureRequest) -> Read:
    """A crawl, a model that read it, one that read each page once, and their tokenizer."""
    crawl = crawled(seed=request.param)
    model, tokenizer = train_small(crawl.pages, seed=request.param, **SIZE)
    once, _ = train_small(without_equals(crawl.pages), tokenizer=tokenizer, seed=request.param, **SIZE)
    return crawl, model, once, tokenizer


def test_what_is_repeated_is_exposed_and_taking_out_copies_hides_it_again(read: Read) -> None:
    crawl, model, once, tokenizer = read
    before, after = (np.array(exposure(one, tokenizer, list(crawl.secrets))) for one in (model, once))
    assert before[-2:].min() > 8  # on 128 pages
    assert before[-4:].mean() > before[:2].mean() + 2
    assert after[-4:].mean() < before[-4:].mean() - 2.5
    assert after.mean() < 5


def test_a_model_completes_a_secret_that_it_read_often_and_none_that_it_read_once(read: Read) -> None:
    crawl, model, once, tokenizer = read
    often, secrets = list(crawl.secrets)[-2:], list(crawl.secrets)
    assert any(by_heart(model, tokenizer, often))
    assert not any(by_heart(model, tokenizer, secrets[:2]))
    assert not any(by_heart(once, tokenizer, secrets))
    assert len(completed(model, tokenizer, often[0])) > 0


def test_a_crawl_holds_each_secret_as_often_as_it_says() -> None:
    for footers in (False, True):
        crawl = crawled((1, 3, 7), pages=200, footers=footers, seed=4)
        assert {one: sum(one in page for page in crawl.pages) for one in crawl.secrets} == crawl.secrets
        assert sorted(crawl.secrets.values()) == [1, 3, 7]
        assert len(crawl.pages) == 200 + 2 + 6
        assert all(one.startswith(crawl.prefix) for one in crawl.secrets)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_copies_with_different_footers_are_not_equal_but_look_alike(seed: int) -> None:
    crawl = crawled((16, 40), pages=400, footers=True, seed=seed)
    assert len(without_equals(crawl.pages)) >= 400 + 2 * 3  # each footer once
    left = without_lookalikes(crawl.pages)
    assert [sum(one in page for page in left) for one in crawl.secrets] == [1, 1]
    assert len(left) > 0.98 * 400  # and hardly any page that is no copy


def test_shingles_are_runs_of_words_and_order_matters() -> None:
    assert shingles("One, two! three", 2) == {("one", "two"), ("two", "three")}
    assert shingles("short") == {("short",)}
    assert without_lookalikes(["a b c d e f g", "a b c d e f g h", "g f e d c b a"]) == [
        "a b c d e f g",
        "g f e d c b a",
    ]
    assert without_equals(["x", "y", "x"]) == ["x", "y"]


def test_what_makes_no_sense_is_refused(read: Read) -> None:
    for copies in ((), (0, 1)):
        with pytest.raises(OpenhearthError, match="at least 1 for each secret"):
            crawled(copies)
    with pytest.raises(OpenhearthError, match="0 candidates"):
        exposure(read[1], read[3], list(read[0].secrets), candidates=0)
    with pytest.raises(OpenhearthError, match="alike is 1"):
        without_lookalikes(["x"], 1)
