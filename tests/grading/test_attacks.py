"""The corpus of `attacks`, graded as one class: earned marks, containment, a recorded outcome."""

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from attacks import ATTACKS, SECRETS, UNREADABLE
from classroom import RIGHT, command, grade, scores
from made_up import ID, Course

NBFORMAT: Any = nbformat


@dataclass(frozen=True)
class Graded:
    course: Course
    lines: dict[str, dict[str, Any]]
    heard: list[bytes]
    canary: Path
    mark: str
    source: bytes


@pytest.fixture(scope="module")
def graded(made: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graded]:
    """The whole corpus handed in by a class, with listeners outside, graded once."""
    course = Course(tmp_path_factory.mktemp("attacks") / "course")
    shutil.copytree(made.root, course.root)
    source = (course.root / "source" / ID / f"{ID}.ipynb").read_bytes()
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.Execute.timeout = 3\n")
    canary = course.root.parent / "canary.txt"
    canary.write_text("untouched")
    mark = f"{os.getpid()}.25"
    heard: list[bytes] = []
    listeners = [socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_UNIX)]
    listeners[1].bind(f"\0openhearth-{mark}")
    listeners[1].listen()

    def listen(end: socket.socket) -> None:
        while True:
            try:
                connection, _ = end.accept()
            except OSError:
                return
            heard.append(connection.recv(100) or b"connected")

    for end in listeners:
        threading.Thread(target=listen, args=(end,), daemon=True).start()
    about = {
        "source": str(course.root / "source" / ID / f"{ID}.ipynb"),
        "gradebook": str(course.root / "gradebook.db"),
        "journal": str(course.root / ".openhearth-grading" / ID),
        "canary": str(canary),
        "mark": mark,
        "port": listeners[0].getsockname()[1],
        "abstract": f"openhearth-{mark}",
    }
    for name, attack in ATTACKS.items():
        _hand_in(course, name, attack, about)
    os.environ["AWS_SECRET_ACCESS_KEY"] = "MODEL-KEY-9137"
    try:
        summary = grade(course)
    finally:
        del os.environ["AWS_SECRET_ACCESS_KEY"]
    command(course, "nbgrader", "generate_feedback", ID)
    yield Graded(
        course, {line["student"]: line for line in summary["submissions"]}, heard, canary, mark, source
    )
    for end in listeners:
        end.close()


def _hand_in(course: Course, name: str, attack: Any, about: dict[str, Any]) -> None:
    folder = course.root / "submitted" / name / ID
    folder.mkdir(parents=True)
    share = attack.share
    for key, value in about.items():
        share = share.replace("{" + key + "!r}", repr(value)).replace("{" + key + "}", str(value))
    notebook = NBFORMAT.read(course.root / "release" / ID / f"{ID}.ipynb", as_version=4)
    for cell in notebook.cells:
        answers = {**RIGHT, "share": share}
        cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""), cell.source)
    if attack.change:
        attack.change(notebook)
    text = NBFORMAT.writes(notebook)
    (folder / f"{ID}.ipynb").write_bytes(attack.raw(text) if attack.raw else text.encode())
    if attack.files:
        attack.files(folder)


def test_the_corpus_is_large_enough() -> None:
    assert len(ATTACKS) >= 45


@pytest.mark.parametrize("name", ATTACKS)
def test_it_gets_the_outcome_and_the_marks_that_it_earns(graded: Graded, name: str) -> None:
    attack, line = ATTACKS[name], graded.lines[name]
    assert line["outcome"] in attack.outcomes, line
    assert line["reason"] or line["outcome"] == "graded"
    if attack.marks is None:
        assert line["outcome"] == UNREADABLE
        assert not (graded.course.root / "autograded" / name).exists()
    else:
        found = scores(graded.course, name)
        assert (found["test_share"][0], found["test_largest"][0]) <= attack.marks
        if len(attack.outcomes) == 1:
            assert (found["test_share"][0], found["test_largest"][0]) == attack.marks, line


@pytest.mark.parametrize("name", ATTACKS)
def test_nothing_that_learners_see_holds_a_secret(graded: Graded, name: str) -> None:
    root = graded.course.root
    for path in (root / "feedback" / name).rglob("*"):
        if path.is_file():
            text = path.read_text(errors="replace")
            for secret in SECRETS:
                assert secret not in text, path
    path = root / "autograded" / name / ID / f"{ID}.ipynb"
    if path.exists():
        for cell in NBFORMAT.read(path, as_version=4).cells:
            if cell.metadata.get("nbgrader", {}).get("grade_id") in ("share", "largest"):
                for secret in SECRETS:
                    assert secret not in str(cell.get("outputs"))


def test_nothing_outside_was_touched_reached_or_left(graded: Graded) -> None:
    assert graded.canary.read_text() == "untouched"
    assert graded.heard == []
    for path in ("/etc/x", "/usr/x", "/var/tmp/x", "/tmp/owned", Path(sys.prefix, "x")):
        assert not Path(path).exists()
    running = subprocess.run(
        ["pgrep", "-f", f"sleep {graded.mark}"], capture_output=True, text=True, check=False
    )
    assert not running.stdout
    assert not list(Path("/sys/fs/cgroup").glob("**/openhearth-grading-*"))
    source = graded.course.root / "source" / ID / f"{ID}.ipynb"
    assert source.read_bytes() == graded.source


def test_what_the_formgrader_shows_runs_nothing(graded: Graded) -> None:
    path = graded.course.root / "autograded" / "scripts_the_formgrader" / ID / f"{ID}.ipynb"
    text = str([cell.get("outputs") for cell in NBFORMAT.read(path, as_version=4).cells])
    for bad in ("<script", "onclick", "<iframe", "javascript:", "<svg", "application/javascript", "onload"):
        assert bad not in text
    page = (graded.course.root / "feedback" / "scripts_the_formgrader" / ID / f"{ID}.html").read_text()
    assert "alert(1)</script>" not in page.replace("display(HTML(", "")
