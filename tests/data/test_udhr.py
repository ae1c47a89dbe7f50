import pytest

from openhearth.data import Corpus, DataError, load
from openhearth.data.udhr import parse


def test_there_are_532_texts_in_parallel(declarations: Corpus) -> None:
    assert len(declarations) == 532
    assert {story.family for story in declarations.stories} == {"udhr"}
    complete = [story for story in declarations.stories if len(story.pages) >= 30]
    assert len(complete) >= 521


def test_the_articles_of_different_languages_stand_side_by_side(declarations: Corpus) -> None:
    english = next(story for story in declarations.stories if story.id == "udhr/eng")
    swahili = next(story for story in declarations.stories if story.id == "udhr/swh")
    assert (english.language, english.title, len(english.pages)) == ("en", "English", 31)
    assert english.pages[-30].startswith("Article 1\nAll human beings are born free and equal")
    assert english.pages[0].startswith("Preamble\n")
    assert len(swahili.pages[-30].split("\n")) == 2
    assert "Kifungu cha 1" in swahili.pages[-30]


def test_loading_it_for_training_is_refused_with_the_reason(with_mirror: object) -> None:
    with pytest.raises(DataError, match="udhr is for evaluation only: it is the yardstick"):
        load("udhr")


def test_loading_it_for_evaluation_is_allowed(with_mirror: object) -> None:
    corpus = load("udhr", languages=["en", "deu_1996"], for_training=False)
    assert corpus.purpose == "evaluation"
    assert sorted(story.folder_language for story in corpus.stories) == ["deu_1996", "eng"]


def test_a_text_that_is_not_utf_8_is_named() -> None:
    with pytest.raises(DataError, match=r"declaration/x\.html .* is not UTF-8"):
        parse("declaration/x.html", b"<p>\xff")
