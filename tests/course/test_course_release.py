"""The release laid out beside the book: verified before it takes its place; and a disk that is full."""

import errno

import pytest
from rich.console import Console

from openhearth.course import lessons, runner
from openhearth.course.lessons import Course
from openhearth.course.release import publish_release
from openhearth.errors import OpenhearthError

QUIET = Console(quiet=True)


@pytest.fixture
def release(course, monkeypatch):
    """Stand-in releases: a folder verifies when its signature repeats its model."""

    def verify(folder):
        if (folder / "model.sig").read_text() != (folder / "model.safetensors").read_text():
            raise OpenhearthError("model has changed since it was signed; release it again")

    monkeypatch.setattr("openhearth.release.verify", verify)

    def make(model: str, signature: str) -> None:
        with course.workspace.create("release", "little") as folder:
            (folder / "bundle").mkdir()
            (folder / "bundle" / "model.safetensors").write_text(model)
            (folder / "bundle" / "model.sig").write_text(signature)
            (folder / "bundle" / "provenance.json").write_text("{}")

    return make


def test_the_newest_release_is_laid_out(course, release):
    assert publish_release(course) is None
    release("a", "a")
    assert publish_release(course) == course.build / "releases" / "little"
    release("b", "b")
    publish_release(course)
    assert (course.build / "releases" / "little" / "model.safetensors").read_text() == "b"


def test_a_release_that_does_not_verify_leaves_the_old_one(course, release):
    release("a", "a")
    publish_release(course)
    release("b", "a")
    with pytest.raises(OpenhearthError, match="model has changed"):
        publish_release(course)
    assert (course.build / "releases" / "little" / "model.safetensors").read_text() == "a"


def test_a_full_disk_keeps_what_was_done(course, monkeypatch):
    write, written = lessons.write_atomic, []

    def full_after_one(path, content):
        if written:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        written.append(path)
        return write(path, content)

    monkeypatch.setattr(lessons, "write_atomic", full_after_one)
    with pytest.raises(OSError, match="No space left"):  # the command line says it in one sentence
        runner.run(course, QUIET)
    monkeypatch.undo()
    monkeypatch.setattr(runner, "_show_plan", lambda course, console: {})
    again = Course(course.checkout, course.workspace, course.minutes)
    assert runner.run(again, QUIET) == ["01_second", "09_third"]
