"""README's promise: clone, ``make course``, and there are a plan, a model, a signed release and the book."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def lesson_names(checkout: Path) -> list[str]:
    return sorted(path.stem for path in (checkout / "notebooks" / "lessons").glob("*.ipynb"))


def test_make_course_runs_every_lesson_and_records_what_it_took(fresh_clone):
    timings = json.loads((fresh_clone / "_build" / "timings.json").read_text())
    assert list(timings["lessons"]) == lesson_names(fresh_clone)
    assert timings["machine"]["cores"]["value"] >= 1
    for name, timing in timings["lessons"].items():
        assert timing["peak_mb"] <= 1500, name


def test_make_course_says_where_everything_is(fresh_clone):
    said = (fresh_clone.parent / "make_course.log").read_text()
    for word in ("plan", "model", "release", "book", "make serve", "make apps", "make lab"):
        assert word in said, said[-2000:]
    assert "_build/html/index.html" in said


def test_make_course_leaves_the_book_with_a_page_for_every_lesson(fresh_clone):
    html = fresh_clone / "_build" / "html"
    assert (html / "index.html").is_file()
    for name in lesson_names(fresh_clone):
        assert (html / "notebooks" / "lessons" / f"{name}.html").is_file()
    log = (fresh_clone / "_build" / "book.log").read_text()
    assert "Executing notebook" not in log, "the book ran a lesson again: it was not found in the cache"


def test_make_course_leaves_a_release_that_verifies(fresh_clone, stranger):
    releases = [path for path in (fresh_clone / "_build" / "releases").iterdir() if path.name[0] != "."]
    assert len(releases) == 1
    openhearth = fresh_clone / ".venv" / "bin" / "openhearth"
    done = subprocess.run(
        [openhearth, "release", "verify", str(releases[0])],
        env=stranger,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_make_course_again_runs_nothing(fresh_clone, stranger):
    before = (fresh_clone / "_build" / "timings.json").stat().st_mtime_ns
    done = subprocess.run(
        ["make", "course"], cwd=fresh_clone, env=stranger, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "All is done already" in done.stdout
    assert (fresh_clone / "_build" / "timings.json").stat().st_mtime_ns == before


def test_make_course_leaves_the_checkout_clean(fresh_clone):
    made = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"],
        cwd=fresh_clone,
        capture_output=True,
        text=True,
        check=True,
    )
    ours = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(made.stdout.splitlines()) <= set(ours.stdout.splitlines())


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_every_command_that_we_name_exists(document):
    text = (ROOT / document).read_text()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    named = set(re.findall(r"(?:`|^\s*)make ([a-z]+)", text, re.M))
    assert named, f"{document} names no make target"
    assert named <= targets
    from typer.main import get_command

    from openhearth.cli import app

    groups = get_command(app).commands
    assert set(re.findall(r"(?:`|^\s*)openhearth ([a-z]+)", text, re.M)) <= set(groups)
