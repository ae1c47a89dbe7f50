"""Whatever has its final name in the workspace is whole."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from openhearth import workspace as ws
from openhearth.workspace import Workspace, WorkspaceError


def test_an_artefact_appears_whole_with_its_provenance(tmp_path: Path) -> None:
    space = Workspace(tmp_path)
    with space.create("dataset", "a", seed=3) as folder:
        (folder / "x.txt").write_text("x")
        assert space.newest("dataset") is None
    first = space.newest("dataset")
    assert first is not None
    with space.create("run", inputs=[first], settings={"minutes": 1}) as folder:
        (folder / "model").write_text("m")
    run = space.newest("run")
    assert run is not None
    assert run.provenance["inputs"] == [{"kind": "dataset", "name": "a", "sha256": first.sha256}]
    assert run.provenance["settings"] == {"minutes": 1}
    assert first.provenance["seed"] == 3
    assert first.sha256 == ws.folder_hash(first.path)


def test_a_failure_leaves_nothing_and_keeps_the_old_one(tmp_path: Path) -> None:
    space = Workspace(tmp_path)
    with space.create("plan", "p") as folder:
        (folder / "plan.json").write_text("old")
    with pytest.raises(KeyboardInterrupt), space.create("plan", "p") as folder:
        (folder / "plan.json").write_text("new")
        raise KeyboardInterrupt
    assert [path.name for path in (tmp_path / "plan").iterdir()] == ["p"]
    assert (space.find("plan", "p").path / "plan.json").read_text() == "old"


def test_a_partial_run_can_be_kept_for_resuming(tmp_path: Path) -> None:
    space = Workspace(tmp_path)
    with pytest.raises(RuntimeError), space.create("run", "r", keep_partial=True) as folder:
        (folder / "checkpoint").write_text("half")
        raise RuntimeError
    assert space.newest("run") is None
    with space.create("run", "r", keep_partial=True) as folder:
        assert (folder / "checkpoint").read_text() == "half"
    assert space.find("run", "r").path.name == "r"


def test_a_full_disk_is_one_sentence_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ws, "write_json", full)
    with pytest.raises(WorkspaceError, match=r"No space left.*OPENHEARTH_HOME"):
        with Workspace(tmp_path).create("plan", "p"):
            pass
    assert list((tmp_path / "plan").iterdir()) == []


def test_a_workspace_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorkspaceError, match="cannot write to the workspace"):
        with Workspace(tmp_path / "file").create("plan"):
            pass
    with pytest.raises(WorkspaceError, match="cannot write to the workspace"):
        with Workspace(tmp_path / "file").lock("course"):
            pass


SAVE = """
import sys
from pathlib import Path
from openhearth.workspace import Workspace
space = Workspace(Path(sys.argv[1]))
for turn in range(40):
    with space.create("dataset", "same", settings={"turn": turn}) as folder:
        (folder / "a").write_text("a")
        (folder / "b").write_text("b")
    assert space.find("dataset", "same").sha256
"""


def test_processes_that_write_the_same_artefact_do_not_disturb_each_other(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", SAVE, str(tmp_path)]) for _ in range(3)]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0]
    same = Workspace(tmp_path).find("dataset", "same")
    assert same.provenance["settings"] == {"turn": 39}
    assert [path.name for path in (tmp_path / "dataset").iterdir()] == ["same"]


def test_an_artefact_that_was_changed_by_hand_is_replaced(tmp_path: Path) -> None:
    for _ in range(2):
        with Workspace(tmp_path).create("plan", "p") as folder:
            (folder / "x").write_text("right")
        made = Workspace(tmp_path).find("plan", "p")
        assert (made.path / "x").read_text() == "right"
        (made.path / "x").write_text("wrong")


def test_one_run_cannot_be_written_twice_at_once(tmp_path: Path) -> None:
    space = Workspace(tmp_path)
    with space.create("run", "r", keep_partial=True) as folder:
        (folder / "x").write_text("mine")
        with pytest.raises(WorkspaceError, match="another process is writing"):
            with space.create("run", "r", keep_partial=True):
                pass
    assert (space.find("run", "r").path / "x").read_text() == "mine"


def test_two_courses_cannot_hold_one_workspace(tmp_path: Path) -> None:
    with Workspace(tmp_path).lock("course"):
        with pytest.raises(WorkspaceError, match="another course"), Workspace(tmp_path).lock("course"):
            pass
    with Workspace(tmp_path).lock("course"):
        pass


def test_an_unknown_artefact_is_refused_with_the_names_there_are(tmp_path: Path) -> None:
    with Workspace(tmp_path).create("plan", "mine") as folder:
        (folder / "x").write_text("")
    with pytest.raises(WorkspaceError, match=r"'yours'.*mine"):
        Workspace(tmp_path).find("plan", "yours")


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ws.write_atomic(tmp_path / "a.txt", "old")
    monkeypatch.setattr(ws.os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    with pytest.raises(OSError, match="full"):
        ws.write_atomic(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_the_content_hash_sees_names_and_bytes_but_not_order() -> None:
    one = [("a", "1"), ("b", "2")]
    assert ws.content_hash(one) == ws.content_hash(reversed(one))
    assert ws.content_hash(one) != ws.content_hash([("a", "2"), ("b", "1")])
