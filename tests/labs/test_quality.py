"""The checks of lesson 02 find what is wrong, and nothing in a sound corpus."""

import pytest

from openhearth.data.records import Corpus, Story
from openhearth.labs import quality


def sound(count: int = 40) -> Corpus:
    return Corpus(
        "sound",
        tuple(
            Story(
                id=f"s/{i}",
                language="sw",
                folder_language="sw",
                title=f"Title {i}",
                pages=(f"Page of story {i}.",),
                licence="CC-BY-4.0",
                source="test",
                family=f"f{i}",
            )
            for i in range(count)
        ),
    )


def test_a_sound_corpus_fails_no_check() -> None:
    assert all(not check.failed and check.share == 0 for check in quality.checks(sound()))


def test_every_planted_defect_is_found_and_nothing_else() -> None:
    empty, repeated, tag, licence = quality.checks(quality.damaged(sound()))
    assert empty.failed == ("s/39",)
    assert sorted(repeated.failed) == sorted(f"s/{i + j}" for i in range(0, 20, 4) for j in (0, 1))
    assert tag.failed == tuple(f"s/{i}" for i in range(20, 26))
    assert licence.failed == ("f26", "f28")
    assert all(check.example for check in (empty, repeated, tag, licence))


def test_an_empty_text_is_not_also_a_repeated_one() -> None:
    corpus = quality.damaged(sound(44))
    twice = Corpus("twice", (*corpus.stories, *(_blank(i) for i in range(2))))
    assert "blank/0" not in quality.repeated(twice).failed
    assert {"blank/0", "blank/1"} <= set(quality.empty(twice).failed)


def _blank(i: int) -> Story:
    return Story(
        id=f"blank/{i}",
        language="sw",
        folder_language="sw",
        title="Blank",
        pages=(),
        licence="CC0-1.0",
        source="test",
        family=f"blank{i}",
    )


def test_a_corpus_of_one_story_can_be_checked_but_not_damaged() -> None:
    one = sound(1)
    assert all(check.of == 1 for check in quality.checks(one))
    with pytest.raises(ValueError, match="1 stories are too few"):
        quality.damaged(one)
