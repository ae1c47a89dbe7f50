"""Building: the folder is whole or not there, made only of what fits together, and takes nothing else's place."""

import errno
import json
import shutil
from pathlib import Path

import pytest
from release_lines import contents, make_line, stories

from openhearth import release
from openhearth.release import ReleaseError, bundle, check, verify
from openhearth.release.bundle import FILES, copy
from openhearth.workspace import Workspace, WorkspaceError, read_json, write_json


def test_a_release_holds_what_others_understand_and_nothing_else(line):
    folder = line.build(name="hello", licence="CC-BY-4.0", purpose="To greet.")
    assert {path.name for path in folder.iterdir()} == set(FILES)
    for name in ("model.safetensors", "config.json", "tokenizer.json", "tokenizer_config.json"):
        assert (folder / name).read_bytes() == (line.run.path / name).read_bytes()
    assert read_json(folder / "evaluation.json") == read_json(line.evaluation.path / "evaluation.json")
    assert "To greet." in (folder / "README.md").read_text()
    assert (folder / "LICENSE").read_text().startswith("SPDX-License-Identifier: CC-BY-4.0\n")
    assert "nobody has to be named" in (folder / "ATTRIBUTION.md").read_text()


def test_the_line_is_told_from_data_to_release(line):
    steps = read_json(line.build() / "provenance.json")["line"]
    assert [step["kind"] for step in steps] == ["dataset", "run", "evaluation", "release"]
    assert [step["sha256"] for step in steps[1:3]] == [line.run.sha256, line.evaluation.sha256]
    assert steps[3]["inputs"] == [{key: s[key] for key in ("kind", "name", "sha256")} for s in steps[:3]]


def test_a_release_is_kept_as_an_artefact(line):
    folder = line.build(name="hello")
    kept = line.workspace.find("release", "hello")
    assert folder.parent == kept.path
    assert [entry["kind"] for entry in kept.provenance["inputs"]] == ["dataset", "run", "evaluation"]


def test_no_local_path_gets_out(line, monkeypatch, tmp_path):
    provenance = read_json(line.run.path / "provenance.json")
    here = str(tmp_path)
    provenance["command"] = [
        f"{here}/train.py",
        f"--data={here}/mine",
        "C:\\Users\\amina\\x.toml",
        "--minutes",
        "2",
    ]
    provenance["settings"] = {"profile": f"{here}/profile.json"}
    write_json(line.run.path / "provenance.json", provenance)
    run = Workspace().find("run", line.run.name)
    folder = release.build(run, line.evaluation, line.workspace)
    for name, content in ((path.name, path.read_bytes()) for path in folder.iterdir()):
        assert here.encode() not in content, name
        assert b"amina" not in content, name
    command = read_json(folder / "provenance.json")["line"][1]["command"]
    assert command == ["train.py", "--data=mine", "x.toml", "--minutes", "2"]
    assert read_json(folder / "plan.json")["reasons"] == {
        "dtype": "profile machine.json, 1/2 of https://a.org/b/c"
    }


@pytest.mark.parametrize("mishap", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")])
@pytest.mark.parametrize("where", ["sign", "write_json", "shutil.copyfile"])
def test_a_build_that_is_cut_off_leaves_nothing(line, monkeypatch, mishap, where):
    def fail(*_):
        raise mishap

    target, name = (shutil, "copyfile") if "." in where else (bundle, where)
    monkeypatch.setattr(target, name, fail)
    wanted = KeyboardInterrupt if isinstance(mishap, KeyboardInterrupt) else ReleaseError
    with pytest.raises(wanted, match=r"No space left|^$"):
        line.build()
    assert list((line.workspace.root / "release").iterdir()) == []


def test_a_build_that_is_cut_off_leaves_the_old_release(line, monkeypatch):
    before = contents(line.build())

    def fail(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(bundle, "sign", fail)
        with pytest.raises(KeyboardInterrupt):
            line.build(licence="MIT")
    [left] = (line.workspace.root / "release").iterdir()
    assert contents(left / "bundle") == before
    verify(left / "bundle")


def test_building_again_replaces_the_release(line, tmp_path):
    for licence in ("MIT", "CC0-1.0"):
        folder = line.build(licence=licence, out=tmp_path / "out")
        assert licence in (folder / "LICENSE").read_text()
        verify(folder)
    assert [path.name for path in (line.workspace.root / "release").iterdir()] == ["tales-225k"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "out"]


def test_a_full_disk_at_the_target_leaves_the_old_release_there(line, tmp_path, monkeypatch):
    out = line.build(out=tmp_path / "out")
    before = contents(out)

    def full(source, target, **_):
        Path(target).mkdir()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copytree", full)
    with pytest.raises(ReleaseError, match=r"cannot write the release to .*out .No space left"):
        line.build(licence="MIT", out=out)
    assert contents(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "out"]


def test_a_target_that_cannot_be_written_is_named(line, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ReleaseError, match=r"cannot write the release to .*file/out"):
        line.build(out=tmp_path / "file" / "out")


def test_a_workspace_that_cannot_be_written_is_named(line, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises((ReleaseError, WorkspaceError), match=r"cannot .*file"):
        release.build(line.run, line.evaluation, Workspace(tmp_path / "file"))


@pytest.mark.parametrize("name", ["model.safetensors", "thesis.txt", "model.sig"])
def test_a_folder_that_is_no_release_is_never_replaced(line, tmp_path, name):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / name).write_text("precious")
    with pytest.raises(ReleaseError, match="mine exists and is no release"):
        line.build(out=tmp_path / "mine")
    assert (tmp_path / "mine" / name).read_text() == "precious"
    assert line.workspace.all("release") == []


def test_a_release_with_something_of_ones_own_in_it_is_never_replaced(line, tmp_path):
    out = line.build(out=tmp_path / "out")
    (out / "notes.txt").write_text("precious")
    with pytest.raises(ReleaseError, match=r"notes\.txt, which is not part of a release"):
        line.build(out=out)
    assert (out / "notes.txt").read_text() == "precious"


def test_a_link_and_a_file_are_never_replaced_and_an_empty_folder_is(line, tmp_path):
    (tmp_path / "file").write_text("precious")
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    for name in ("file", "link"):
        with pytest.raises(ReleaseError, match="exists and is no release"):
            line.build(out=tmp_path / name)
    verify(line.build(out=tmp_path / "empty"))


def test_a_run_without_evaluation_is_not_released(line):
    with line.workspace.create("run", "unjudged") as folder:
        shutil.copytree(line.run.path, folder, dirs_exist_ok=True)
        (folder / "model.safetensors").write_bytes(b"another model")
    run = line.workspace.find("run", "unjudged")
    with pytest.raises(
        ReleaseError, match="unjudged has not been evaluated; run openhearth evaluate unjudged"
    ):
        release.evaluation_of(run, line.workspace)
    with pytest.raises(ReleaseError, match=r"evaluation\.json is of other weights"):
        release.build(run, line.evaluation, line.workspace)


def test_the_newest_evaluation_of_the_run_is_found(line):
    later = make_line(line.workspace, stories(), seed=1)
    assert release.evaluation_of(line.run, line.workspace).name == line.evaluation.name
    assert release.evaluation_of(later.run, line.workspace).name == later.evaluation.name


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda e: e["dataset"].update(sha256="0" * 64), "is of other stories"),
        (lambda e: e["dataset"].pop("sha256"), "does not say which stories"),
        (lambda e: e.pop("model_sha256"), "does not say which weights"),
        (lambda e: e.update(bits_per_byte={}), "holds no bits per byte"),
        (lambda e: e.update(mean=float("nan")), "holds no bits per byte"),
        (lambda e: e.update(mean=float("inf")), "holds no bits per byte"),
    ],
)
def test_a_stale_or_empty_evaluation_is_refused_with_its_name(line, change, why):
    judged = read_json(line.evaluation.path / "evaluation.json")
    change(judged)
    (line.evaluation.path / "evaluation.json").write_text(json.dumps(judged))
    with pytest.raises(ReleaseError, match=rf"evaluation\.json {why}"):
        line.build()


def test_a_model_judged_on_what_it_read_is_refused(line):
    judged = read_json(line.evaluation.path / "evaluation.json")
    judged["dataset"]["sha256"] = read_json(line.run.path / "dataset.json")["sha256"]
    write_json(line.evaluation.path / "evaluation.json", judged)
    with pytest.raises(ReleaseError, match="on the stories it was trained on"):
        line.build()


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "tokenizer_config.json", "plan.json"])
def test_a_run_that_lacks_a_file_is_refused_with_its_name(line, name):
    (line.run.path / name).unlink()
    with pytest.raises((ReleaseError, WorkspaceError), match=name.replace(".", r"\.")):
        line.build()
    assert line.workspace.all("release") == []


@pytest.mark.parametrize("name", ["", "..", "a/b", ".hidden", "x" * 65, "two words", "naïve"])
def test_a_name_that_makes_no_folder_is_refused(line, name):
    with pytest.raises(ReleaseError, match="makes no folder name"):
        line.build(name=name)


def test_a_purpose_may_not_smuggle_in_a_claim(line):
    with pytest.raises(ReleaseError, match="claims 99%, which no file supports"):
        line.build(purpose="To be right 99 % of the time.")


def test_a_licence_that_the_data_forbid_is_refused_before_anything_is_written(tmp_path):
    line = make_line(Workspace(tmp_path), stories("CC-BY-NC-4.0"))
    with pytest.raises(ReleaseError, match="forbids commercial use"):
        line.build()
    assert not (tmp_path / "release").exists()
    assert not (tmp_path / "keys").exists()


def test_who_must_be_named_is_named(tmp_path):
    corpus = stories("CC-BY-4.0")
    line = make_line(Workspace(tmp_path), corpus)
    folder = line.build(licence="CC-BY-4.0")
    text = (folder / "ATTRIBUTION.md").read_text()
    assert all(story.title in text for story in corpus.stories)
    shutil.rmtree(tmp_path / "dataset")
    with pytest.raises(ReleaseError, match="the dataset with their names is not in the workspace"):
        line.build(licence="CC-BY-4.0")


def test_data_that_are_gone_leave_their_hash(line):
    shutil.rmtree(line.workspace.root / "dataset")
    folder = line.build()
    [made_of] = line.run.provenance["inputs"]
    assert read_json(folder / "provenance.json")["line"][0] == made_of
    assert all(finding.passed for finding in check(folder))


def test_the_datas_description_may_be_given(line, tmp_path):
    given = {**read_json(line.build() / "croissant.json"), "description": "Mine."}
    assert read_json(line.build(croissant=given) / "croissant.json") == given
    write_json(tmp_path / "croissant.json", given)
    assert read_json(line.build(croissant=tmp_path / "croissant.json") / "croissant.json") == given


def test_a_copy_is_the_release_to_the_byte(bundle, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    copied = copy(bundle, Path("copied"))
    assert contents(copied) == contents(bundle)
    verify(copied)
