import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openhearth.data import Corpus, DataError, Story, entries, info, load, load_or_default
from openhearth.data.download import Archive


def _tales(*, stories: int, languages: list[str] | None, seed: int, **knobs: Any) -> Corpus:
    one = Story(
        id="tales/en/0",
        language="en",
        folder_language="en",
        title="",
        pages=(f"{stories} {languages} {seed} {knobs}",),
        licence="CC0-1.0",
        source="tales",
        family="0",
    )
    return Corpus("tales", (one,), limit={"en": 1.0})


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tiny generator in place of tales, to see what it is asked for."""
    module = types.ModuleType("openhearth.data.tales")
    module.corpus, module.LANGUAGES = _tales, {"en": "English", "sw": "Swahili"}  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "openhearth.data.tales", module)


def test_importing_the_catalogue_loads_nothing_heavy() -> None:
    heavy = ("torch", "sklearn", "mlcroissant", "pooch", "requests", "numpy", "rich", "openhearth.data.tales")
    code = f"import sys, openhearth.data; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_the_catalogue_has_these_entries() -> None:
    assert list(entries()) == ["tales", "storybooks", "udhr", "digits", "breast_cancer", "clinic"]
    assert {name: entry.tier for name, entry in entries().items() if entry.tier != "open"} == {
        "clinic": "credentialed"
    }
    assert [name for name, entry in entries().items() if entry.purpose == "evaluation"] == ["udhr"]
    assert [name for name, entry in entries().items() if not entry.embedded] == ["storybooks", "udhr"]


def test_an_unknown_dataset_is_one_sentence_with_the_nearest() -> None:
    with pytest.raises(DataError, match=r"^no dataset is called 'storybook'; did you mean storybooks\?$"):
        load("storybook")
    with pytest.raises(DataError, match="there are tales, storybooks"):
        info("zzz")


def test_what_is_behind_the_gate_does_not_load_past_it() -> None:
    with pytest.raises(DataError, match=r"^clinic is credentialed; openhearth data get clinic says what"):
        load("clinic")


def test_an_unknown_language_is_one_sentence_with_the_nearest(with_mirror: object, stand_in: None) -> None:
    with pytest.raises(
        DataError, match=r"^storybooks has no language 'swa'; did you mean (\S+ or )*sw( or \S+)*\?$"
    ):
        load("storybooks", languages=["swa"])
    with pytest.raises(DataError, match="tales has no language 'swx'; did you mean sw"):
        load("tales", languages=["swx"])


def test_languages_and_stories_are_chosen_by_the_seed(with_mirror: object) -> None:
    one = load("storybooks", languages=["sw", "ha-NE"], stories=30, seed=1)
    again = load("storybooks", languages=["sw", "ha-NE"], stories=30, seed=1)
    assert len(one) == 30
    assert one.sha256 == again.sha256
    assert one.sha256 != load("storybooks", languages=["sw", "ha-NE"], stories=30, seed=2).sha256
    assert {story.folder_language for story in one.stories} == {"sw", "ha-NE"}


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"stories": 6000}, "has 5202 such stories, 6000 were asked for"),
        ({"stories": 0}, "ask for at least one"),
        ({"languages": []}, "no language was asked for"),
        ({"canaries": 3}, "storybooks has no knob canaries"),
    ],
)
def test_what_cannot_be_given_is_one_sentence(
    with_mirror: object, asked: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(DataError, match=sentence):
        load("storybooks", **asked)


def test_tales_get_what_was_asked_for(stand_in: None) -> None:
    text = load("tales", stories=5, seed=7, languages=["sw"], canaries=2).texts()[0]
    assert text == "5 ['sw'] 7 {'canaries': 2}"
    assert load("tales").texts()[0] == "20000 None 0 {}"


def test_without_the_archive_the_lesson_gets_tales_and_is_told(small: Archive, stand_in: None) -> None:
    corpus, said = load_or_default("storybooks", stories=5)
    assert corpus.name == "tales"
    assert said.startswith("Using the embedded dataset tales instead of storybooks: the mirror")


def test_with_the_archive_nothing_is_said(with_mirror: object, stand_in: None) -> None:
    corpus, said = load_or_default("storybooks", stories=5)
    assert (corpus.name, said) == ("storybooks", "")


def test_an_altered_archive_is_never_replaced_in_silence(
    small: Archive,
    put: Callable[..., Archive],
    monkeypatch: pytest.MonkeyPatch,
    empty_home: Path,
    stand_in: None,
) -> None:
    from openhearth.data import storybooks

    monkeypatch.setattr(storybooks, "ARCHIVES", (put({"small/other.md": b"x"}),))
    with pytest.raises(DataError, match="altered"):
        load_or_default("storybooks")


def test_a_non_utf_8_story_in_an_archive_is_named(
    small: Archive, put: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    import hashlib

    from openhearth.data import storybooks
    from openhearth.workspace import content_hash

    bad = b"# T\xe9\n* License: [CC-BY]\n"
    digest = content_hash([("en/0001_a.md", hashlib.sha256(bad).hexdigest())])
    put({f"small-{small.commit}/en/0001_a.md": bad})
    archive = Archive(small.repository, small.commit, digest, "")
    monkeypatch.setattr(storybooks, "ARCHIVES", (archive,))
    monkeypatch.setitem(storybooks.VERSION, archive.repository, "4.0")
    with pytest.raises(DataError, match=r"en/0001_a\.md in small-0+\.zip is not UTF-8"):
        load("storybooks")


@pytest.mark.parametrize(("name", "shape"), [("digits", (1797, 64)), ("breast_cancer", (569, 30))])
def test_tables_are_the_ones_the_catalogue_describes(name: str, shape: tuple[int, int]) -> None:
    table: Any = load(name)
    assert table.features.shape == shape
    assert len(table.feature_names) == shape[1]
    assert len(table.target_names) == len(set(table.target))
    assert table.sha256 == info(name).sha256
    assert table.licence == info(name).licence


def test_a_table_has_no_languages() -> None:
    with pytest.raises(DataError, match="digits is a table"):
        load("digits", languages=["en"])  # type: ignore[call-overload]
