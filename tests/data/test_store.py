import errno
import json
from pathlib import Path
from typing import Any

import mlcroissant
import pytest

from openhearth import data, workspace
from openhearth.data import Corpus, DataError, attribution, croissant, info
from openhearth.data.store import check, read, save, verify
from openhearth.workspace import Workspace, WorkspaceError, sha256_of


@pytest.fixture
def part(books: Corpus) -> Corpus:
    return books.filter(
        lambda story: story.folder_language in ("ach", "ha-NE", "sck")
    ).without_non_commercial()


@pytest.mark.parametrize("name", list(data.entries()))
def test_every_entry_validates_with_mlcroissant(name: str, tmp_path: Path) -> None:
    path = tmp_path / "croissant.json"
    path.write_text(json.dumps(croissant.describe(info(name))))
    issues = mlcroissant.Dataset(path).metadata.issues
    assert (issues.errors, issues.warnings) == (set(), set())


@pytest.mark.parametrize("name", ["storybooks", "udhr"])
def test_an_entry_says_licence_origin_and_hashes(name: str) -> None:
    described = croissant.describe(info(name))
    assert described["license"]
    for archive in info(name).archives:
        part = next(one for one in described["distribution"] if one["@id"] == archive.name)
        assert part["contentUrl"] == archive.url
        assert archive.sha256 in part["identifier"]


def test_the_licence_field_of_the_entry_finds_each_storys_licence(with_mirror: Path, books: Corpus) -> None:
    import re

    from openhearth.data.download import fetch
    from openhearth.data.storybooks import PRATHAM

    fields = croissant.describe(info("storybooks"))["recordSet"][1]["field"]
    pattern = next(one for one in fields if one["name"] == "licence")["source"]["transform"]["regex"]
    files = [text.decode() for path, text in fetch(PRATHAM).items() if "/" in path and "README" not in path]
    found = [match[1] for text in files if (match := re.match(pattern, text))]
    assert len(found) == len(files) == 1248
    assert set(found) == {"CC-BY", "Public Domain"}


def test_a_saved_corpus_comes_back_as_it_was(part: Corpus, tmp_path: Path) -> None:
    artefact = save(part, Workspace(tmp_path), seed=3, settings={"commercial": True})
    assert artefact.kind == "dataset"
    assert {path.name for path in artefact.path.iterdir()} == {
        "stories.jsonl",
        "croissant.json",
        "dataset.json",
        "ATTRIBUTION.md",
        "provenance.json",
    }
    assert read(artefact) == part
    summary = json.loads((artefact.path / "dataset.json").read_text())
    assert summary["sha256"] == part.sha256
    assert summary["stories"] == len(part)
    assert summary["attribution_required"] is True
    assert artefact.provenance["seed"] == 3


def test_saving_the_same_twice_is_one_artefact(part: Corpus, tmp_path: Path) -> None:
    one, two = save(part, Workspace(tmp_path)), save(part, Workspace(tmp_path))
    assert one.path == two.path
    assert one.sha256 == two.sha256
    assert len(Workspace(tmp_path).all("dataset")) == 1


def test_the_saved_croissant_is_valid_and_reads_each_records_licence(part: Corpus, tmp_path: Path) -> None:
    artefact = save(part, Workspace(tmp_path))
    described = mlcroissant.Dataset(artefact.path / "croissant.json")
    assert (described.metadata.issues.errors, described.metadata.issues.warnings) == (set(), set())
    assert described.metadata.distribution[0].sha256 == sha256_of(artefact.path / "stories.jsonl")
    records = list(described.records("stories"))
    assert [one["stories/licence"].decode() for one in records] == [story.licence for story in part.stories]
    assert [one["stories/id"].decode() for one in records] == [story.id for story in part.stories]


def test_a_changed_story_is_noticed(part: Corpus, tmp_path: Path) -> None:
    artefact = save(part, Workspace(tmp_path))
    path = artefact.path / "stories.jsonl"
    path.write_text(path.read_text().replace("CC-BY-4.0", "CC0-1.0", 1))
    with pytest.raises(DataError, match="somebody changed them"):
        read(artefact)
    with pytest.raises(DataError, match="its provenance says"):
        check(artefact)


def test_an_evaluation_set_stays_one_when_saved(declarations: Corpus, tmp_path: Path) -> None:
    artefact = save(declarations.filter(lambda story: story.language == "en"), Workspace(tmp_path))
    with pytest.raises(DataError, match="for evaluation only"):
        read(artefact)
    assert len(read(artefact, for_training=False)) == 1


def test_a_full_disk_is_one_sentence_and_nothing_stays(
    part: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(workspace.os, "fsync", full)
    with pytest.raises((WorkspaceError, OSError), match="No space left"):
        save(part, Workspace(tmp_path))
    assert list((tmp_path / "dataset").iterdir()) == []


def test_the_attribution_names_everyone_with_title_licence_and_source(part: Corpus) -> None:
    text = attribution(part)
    for story in part.stories:
        line = next(line for line in text.splitlines() if f"`{story.id}`" in line)
        assert story.licence in line
        for who in (story.author, story.translator, story.illustrator):
            assert who.replace("_", r"\_") in line
    assert "https://creativecommons.org/licenses/by/3.0/" in text
    assert "https://github.com/global-asp/asp-source/tree/99e0223" in text
    assert "Changes: only the words were kept" in text


def test_a_credit_cannot_smuggle_markup_into_the_attribution(part: Corpus) -> None:
    from dataclasses import replace

    nasty = replace(part.stories[0], id="x", author="<script>alert(1)</script>\n# [a](b)")
    text = attribution(Corpus("storybooks", (nasty,)))
    assert "<script" not in text.replace(r"\<script", "")
    assert "\n# [a]" not in text


def test_verify_sees_archives_records_and_artefacts(
    with_mirror: Path, part: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENHEARTH_HOME", str(tmp_path))
    artefact = save(part, Workspace(), name="kept")
    found = verify(info("storybooks"))
    assert len(found) == 5
    assert found["records"] == info("storybooks").sha256
    assert found["dataset/kept"] == artefact.sha256
    (artefact.path / "ATTRIBUTION.md").write_text("")
    with pytest.raises(DataError, match="the dataset kept in"):
        verify(info("storybooks"))


def test_verify_knows_the_records_of_udhr_and_the_tables(with_mirror: Path) -> None:
    for name in ("udhr", "digits", "breast_cancer"):
        assert verify(info(name))["records"] == info(name).sha256
