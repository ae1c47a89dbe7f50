"""What a licence allows and what may be carried where: Creative Commons' own chart, brackets, and languages that are lost."""

import itertools

import pytest

from openhearth.data import load
from openhearth.data.records import Corpus, Story
from openhearth.labs import licensing
from openhearth.labs.licensing import (
    RAIL,
    LicenceError,
    allows,
    carried,
    kept,
    may_carry,
    mixed,
    symbols,
    terms,
)

CC = ("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0")
# Creative Commons' FAQ, "If I derive or adapt material ... which licence(s) can I use?": for each work, the licences for it.
CHART = {
    "CC0-1.0": set(CC),
    "CC-BY-4.0": {"CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"},
    "CC-BY-SA-4.0": {"CC-BY-SA-4.0"},
    "CC-BY-NC-4.0": {"CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"},
    "CC-BY-NC-SA-4.0": {"CC-BY-NC-SA-4.0"},
    "CC-BY-ND-4.0": set(),
    "CC-BY-NC-ND-4.0": set(),
}


def story(at: int, language: str, licence: str) -> Story:
    about = {"title": "T", "pages": ("x",), "source": "test", "family": str(at)}
    return Story(id=str(at), language=language, folder_language=language, licence=licence, **about)  # type: ignore[arg-type]


@pytest.mark.parametrize("work", CHART)
def test_what_may_be_carried_is_creative_commons_own_chart(work: str) -> None:
    found = {release for release in CC if may_carry(work, release).allowed}
    assert found == CHART[work]
    for release in set(CC) - CHART[work]:
        assert may_carry(work, release).reason


def test_share_alike_goes_to_the_same_or_a_later_version_and_one_way_out() -> None:
    assert may_carry("CC-BY-SA-3.0", "CC-BY-SA-4.0").allowed
    assert not may_carry("CC-BY-SA-4.0", "CC-BY-SA-3.0").allowed
    assert may_carry("CC-BY-SA-4.0", "GPL-3.0-only").allowed
    assert not may_carry("GPL-3.0-only", "CC-BY-SA-4.0").allowed
    assert not may_carry("CC-BY-SA-3.0", "GPL-3.0-only").allowed


def test_a_rail_licence_is_not_open_and_its_restrictions_stay() -> None:
    assert terms("Apache-2.0").is_open
    assert not terms(RAIL).is_open
    assert terms(RAIL).money
    assert not may_carry(RAIL, "Apache-2.0").allowed
    assert may_carry(RAIL, RAIL).allowed
    assert may_carry("CC-BY-4.0", RAIL).allowed
    assert not terms("CC-BY-NC-4.0").is_open
    assert not terms("CC-BY-ND-4.0").is_open


@pytest.mark.parametrize(
    ("expression", "free", "wanted"),
    [
        ("MIT", {"MIT"}, True),
        ("MIT AND GPL-3.0-only", {"MIT"}, False),
        ("MIT OR GPL-3.0-only", {"MIT"}, True),
        ("MIT OR Apache-2.0 AND GPL-3.0-only", {"MIT"}, True),
        ("(MIT OR Apache-2.0) AND GPL-3.0-only", {"MIT"}, False),
        ("(MIT OR GPL-3.0-only) AND (Apache-2.0 OR GPL-3.0-only)", {"MIT", "Apache-2.0"}, True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", {"GPL-2.0-only"}, True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", {"MIT"}, False),
    ],
)
def test_expressions_are_read_with_their_brackets(expression: str, free: set[str], wanted: bool) -> None:
    assert allows(expression, free.__contains__) is wanted


def test_whatever_is_allowed_stays_so_when_more_is() -> None:
    expression = "(MIT AND CC-BY-4.0) OR (Apache-2.0 AND (ISC OR GPL-3.0-only))"
    names = symbols(expression)
    assert names == ["Apache-2.0", "CC-BY-4.0", "GPL-3.0-only", "ISC", "MIT"]
    for size in range(len(names)):
        for free in itertools.combinations(names, size):
            if allows(expression, free.__contains__):
                assert all(allows(expression, {*free, more}.__contains__) for more in names)


@pytest.mark.parametrize(
    "bad", ["", "MIT AND", "MIT OR OR ISC", "(MIT", "all rights reserved", "CC-BY", None]
)
def test_what_is_no_expression_is_named(bad: str) -> None:
    with pytest.raises(LicenceError):
        allows(bad, lambda one: True)


def test_a_licence_that_nobody_knows_allows_nothing() -> None:
    with pytest.raises(LicenceError, match="'WTFPL' allows is not known here"):
        terms("WTFPL")


def test_a_release_keeps_what_it_may_and_says_which_languages_it_loses() -> None:
    corpus = Corpus(
        "made up",
        (
            story(0, "sw", "CC-BY-4.0"),
            story(1, "sw", "CC-BY-NC-4.0"),
            story(2, "lg", "CC-BY-NC-4.0"),
            story(3, "tw", "CC0-1.0"),
            story(4, "am", "CC-BY-SA-4.0"),
            story(5, "ne", "CC-BY-NC-4.0 OR CC-BY-4.0"),
        ),
    )
    found = {each.release: each for each in kept(corpus, [*CC, RAIL])}
    assert (found["CC-BY-4.0"].stories, found["CC-BY-4.0"].lost) == (3, ("am", "lg"))
    assert (found["CC-BY-SA-4.0"].stories, found["CC-BY-SA-4.0"].lost) == (4, ("lg",))
    assert (found["CC0-1.0"].stories, found["CC0-1.0"].lost) == (1, ("am", "lg", "ne", "sw"))
    assert (found["CC-BY-NC-4.0"].stories, found["CC-BY-NC-4.0"].lost) == (5, ("am",))
    assert found[RAIL].stories == found["CC-BY-4.0"].stories
    assert [one.id for one in carried(corpus, "CC-BY-4.0").stories] == ["0", "3", "5"]


def test_offline_there_is_something_to_lose_and_a_corpus_of_one_language_is_refused() -> None:
    tales = load("tales", stories=300)
    found = {each.release: each for each in kept(mixed(tales), ["CC-BY-4.0", "CC-BY-NC-4.0"])}
    assert len(found["CC-BY-4.0"].lost) == 1
    assert found["CC-BY-4.0"].stories < found["CC-BY-NC-4.0"].stories < len(tales)
    with pytest.raises(LicenceError, match="has one language"):
        mixed(Corpus("one", (story(0, "sw", "CC-BY-4.0"),)))
    assert licensing.kept(Corpus("one", (story(0, "sw", "CC-BY-4.0"),)), ["CC-BY-4.0"])[0].lost == ()
