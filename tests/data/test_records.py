import random

import pytest

from openhearth.data import Corpus, DataError, Story


def story(name: str, family: str, text: str, language: str = "en", licence: str = "CC-BY-4.0") -> Story:
    return Story(
        id=name,
        language=language,
        folder_language=language,
        title=name,
        pages=(text,),
        licence=licence,
        source="here",
        family=family,
    )


def corpus(count: int = 100) -> Corpus:
    """``count`` families of an English and a Swahili text; in every tenth the English text is the same."""
    stories = []
    for number in range(count):
        english = "the same" if number % 10 == 0 else f"story {number}"
        stories.append(story(f"en/{number}", f"f{number}", english))
        stories.append(story(f"sw/{number}", f"f{number}", f"hadithi {number}", "sw"))
    return Corpus("test", tuple(stories), limit={"en": 1.0, "sw": 2.0})


@pytest.mark.parametrize("seed", range(5))
def test_neither_translations_nor_duplicates_leak_across_a_split(seed: int) -> None:
    train, held_out = corpus().split(0.3, seed)
    assert len(train) + len(held_out) == 200
    assert not {one.family for one in train.stories} & {one.family for one in held_out.stories}
    assert not {one.sha256 for one in train.stories} & {one.sha256 for one in held_out.stories}
    assert 50 <= len(held_out) <= 60


def test_a_split_depends_on_the_seed_and_not_on_the_order() -> None:
    whole = corpus()
    shuffled = list(whole.stories)
    random.Random(1).shuffle(shuffled)
    assert whole.split(seed=3)[1].sha256 == Corpus("test", tuple(shuffled)).split(seed=3)[1].sha256
    assert whole.split(seed=3)[1].sha256 != whole.split(seed=4)[1].sha256


def test_a_chain_of_duplicates_and_translations_stays_together() -> None:
    a = story("a", "one", "x")
    b = story("b", "two", "x")  # the text of a
    c = story("c", "two", "y")  # the family of b
    d = story("d", "three", "y")  # the text of c
    train, held_out = Corpus("test", (a, b, c, d, story("e", "four", "z"))).split(0.2)
    assert {len(train), len(held_out)} == {4, 1}


def test_what_cannot_be_split_says_so() -> None:
    with pytest.raises(DataError, match="belong together"):
        Corpus("test", (story("a", "one", "x"), story("b", "one", "y"))).split()
    with pytest.raises(DataError, match="between 0 and 1"):
        corpus().split(1.5)


def test_the_corpus_hash_sees_text_and_licence_but_not_order() -> None:
    one, two = story("a", "a", "x"), story("b", "b", "y")
    base = Corpus("test", (one, two)).sha256
    assert Corpus("test", (two, one)).sha256 == base
    assert Corpus("test", (one, story("b", "b", "z"))).sha256 != base
    assert Corpus("test", (one, story("b", "b", "y", licence="CC0-1.0"))).sha256 != base


def test_the_licence_of_a_corpus_names_every_licence_in_it() -> None:
    mixed = Corpus("test", (story("a", "a", "x"), story("b", "b", "y", licence="CC-BY-NC-3.0")))
    assert mixed.licence == "CC-BY-4.0 AND CC-BY-NC-3.0"
    assert mixed.without_non_commercial().licence == "CC-BY-4.0"
    assert mixed.attribution_required


def test_the_limit_keeps_only_the_languages_that_remain() -> None:
    assert corpus().filter(lambda one: one.language == "sw").limit == {"sw": 2.0}


def test_two_stories_may_not_have_one_id() -> None:
    with pytest.raises(DataError, match="'a' stands 2 times"):
        Corpus("test", (story("a", "a", "x"), story("a", "b", "y")))


def test_a_story_comes_back_from_json_as_it_was() -> None:
    one = story("a", "a", "ሰላም")
    assert Story.from_json(one.to_json()) == one
    with pytest.raises(DataError, match="does not have the fields"):
        Story.from_json({"id": "a", "pages": []})
