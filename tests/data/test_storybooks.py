from collections import Counter

import pytest

from openhearth.data import Corpus, DataError, storybooks
from openhearth.data.storybooks import AFRICAN, PRATHAM, Defects, parse

FILE = """# Kuma

##
Atwero ngwec kede.


Atwero pye kede.

##
* License: [CC BY-NC]
* Text: Clare Verbeek
* Illustration: Mlungisi Dlamini
* Translated By: Maurice Lamony
* Adaptation: Nina Orange
* Language: ach
"""


@pytest.fixture(scope="session")
def found(books: Corpus) -> Defects:
    return storybooks.defects(books)


def characters(corpus: Corpus) -> int:
    return sum(len(page) for story in corpus.stories for page in story.pages)


def test_storybooks_have_the_stories_and_languages_that_the_design_counted(books: Corpus) -> None:
    assert len(books) == 5202
    assert len({story.folder_language for story in books.stories}) == 153
    assert len(books.languages) == 152  # the stories of one folder, ha-NE, call themselves ha


def test_what_may_be_shipped_is_what_the_design_counted(books: Corpus) -> None:
    shipped = books.without_non_commercial()
    assert len(shipped) == 4299
    assert len({story.folder_language for story in shipped.stories}) == 148
    assert round(characters(shipped) / 1e6, 1) == 7.7


def test_licences_are_spdx_with_the_version_that_the_lists_link_to(books: Corpus) -> None:
    assert Counter(story.licence for story in books.stories) == {
        "CC-BY-3.0": 2170,
        "CC-BY-4.0": 2126,
        "CC-BY-NC-3.0": 720,
        "CC-BY-NC-4.0": 180,
        "CC-BY-NC-SA-3.0": 3,
        "CC-PDM-1.0": 3,
    }


def test_the_defects_are_those_that_the_design_names(found: Defects) -> None:
    assert len(found.several_codes) == 40
    assert {tuple(one.split("/")[1] for one in group) for group in found.several_codes} == {
        ("adx", "bo", "khg")
    }
    assert len(found.disagree_on_commerce) == 12
    assert len(found.other_tag) == 16
    assert found.spellings["CC-BY"] == 4244
    assert found.spellings["CC BY"] == 52
    assert len(found.languages_lost_without_nc) == 5


def test_defects_that_the_design_does_not_name_are_reported_too(found: Defects) -> None:
    assert len(found.disagree_on_share_alike) == 3
    assert len(found.without_text) == 5
    assert len(found.listed_otherwise) == 24
    assert (found.languages_by_tag, found.languages_by_folder) == (152, 153)


def test_defects_of_a_part_are_those_of_the_part(books: Corpus, with_mirror: object) -> None:
    hausa = storybooks.defects(books.filter(lambda story: story.language == "ha"))
    assert len(hausa.other_tag) == 16
    assert hausa.several_codes == ()


def test_a_family_holds_the_translations_in_both_african_archives(books: Corpus) -> None:
    family = [story for story in books.stories if story.family == "asp-0001"]
    assert len(family) == 75
    assert {story.source.split("@")[0] for story in family} == {
        "global-asp/asp-source",
        "global-asp/global-asp",
    }


def test_no_translation_of_a_held_out_story_is_trained_on(books: Corpus) -> None:
    train, held_out = books.split()
    assert not {story.family for story in train.stories} & {story.family for story in held_out.stories}
    assert not {story.sha256 for story in train.stories} & {story.sha256 for story in held_out.stories}
    assert 250 <= len(held_out) <= 270


def test_no_page_holds_credits(books: Corpus) -> None:
    pages = [page for story in books.stories for page in story.pages]
    assert not [page for page in pages if page.startswith(("* License", "* Text", "* Transl", "* Language"))]


def test_language_tags_are_bcp_47(books: Corpus) -> None:
    tags = {story.folder_language for story in books.stories}
    assert {"ha-NE", "tw-asante", "tw-akuapem", "lgg-x-official"} <= tags
    assert not {"ha-ne", "tw-asan", "tw-akua", "lgg-official"} & tags


def test_a_file_becomes_a_record() -> None:
    story, spelling = parse(AFRICAN, "ach/0112_kuma.md", FILE.encode(), "3.0")
    assert spelling == "CC BY-NC"
    assert story.licence == "CC-BY-NC-3.0"
    assert story.title == "Kuma"
    assert story.pages == ("Atwero ngwec kede.\nAtwero pye kede.",)
    assert story.translator == "Maurice Lamony, Nina Orange (adaptation)"
    assert story.family == "asp-0112"
    assert story.source == "global-asp/asp-source@99e0223"
    assert parse(PRATHAM, "ach/0112_kuma.md", FILE.encode(), "4.0")[0].family == "pb-0112"


def test_a_story_file_that_is_not_utf_8_is_named() -> None:
    data = FILE.replace("Kuma", "Kumá").encode("latin-1")
    with pytest.raises(
        DataError, match=r"ach/0112_kuma\.md in asp-source-.* is not UTF-8 \(byte 5 is 0xe1\)"
    ):
        parse(AFRICAN, "ach/0112_kuma.md", data, "3.0")


@pytest.mark.parametrize("lost", ["License", "Text", "Language"])
def test_a_story_file_without_its_credits_is_named(lost: str) -> None:
    data = "\n".join(line for line in FILE.splitlines() if lost not in line).encode()
    with pytest.raises(DataError, match=rf"ach/0112_kuma\.md .* lacks {lost}"):
        parse(AFRICAN, "ach/0112_kuma.md", data, "3.0")


def test_an_unknown_licence_is_not_guessed() -> None:
    with pytest.raises(DataError, match="not known, 'All rights reserved'"):
        parse(AFRICAN, "ach/0112_kuma.md", FILE.replace("CC BY-NC", "All rights reserved").encode(), "3.0")
