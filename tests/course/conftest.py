"""A stand-in checkout: three tiny lessons that hand an artefact on, and no book yet."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from standins import LEAVE, write_lesson

from openhearth.course import runner
from openhearth.course.lessons import Course
from openhearth.workspace import Workspace


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    for name, kind in (("00_first", "plan"), ("01_second", "dataset"), ("09_third", "run")):
        write_lesson(folder, name, LEAVE.format(kind=kind, name=name))
    return folder


@pytest.fixture
def course(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    monkeypatch.setattr(runner, "_show_plan", lambda course, console: {"host": "stand-in"})
    return Course(checkout, Workspace(tmp_path / "home"), 0.1)


@pytest.fixture
def start_course(checkout: Path, tmp_path: Path):
    """Start the course as a process of its own (without the plan, which loads torch)."""
    started = []
    program = (
        "import sys; from openhearth.course import runner; runner._show_plan = lambda *_: {};"
        "sys.argv = ['openhearth', 'course', 'run']; from openhearth.cli import main; main()"
    )

    def start(**options) -> subprocess.Popen[str]:
        environment = {**os.environ, "OPENHEARTH_HOME": str(tmp_path / "home"), "OPENHEARTH_MINUTES": "0.1"}
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=checkout,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **options,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
