"""A class of the made-up course: what its commands say, and what nbgrader's gradebook holds afterwards."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from made_up import ID, LARGEST, SHARE, Course
from nbgrader.api import Gradebook

RIGHT = {"share": SHARE % "sum(counts.values())", "largest": LARGEST % "max(counts, key=counts.get)"}
Hand = Callable[..., Path]


def command(course: Course, module: str, *arguments: str, status: int = 0, **about: Any) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=course.root,
        capture_output=True,
        text=True,
        check=False,
        **about,
    )
    assert done.returncode == status, done.stderr[-3000:]
    return done.stdout + done.stderr


def grade(course: Course, *arguments: str, status: int = 0) -> dict[str, Any]:
    """What ``openhearth grade --json`` says."""
    said = command(
        course, "openhearth", "grade", ID, "--course", str(course.root), "--json", *arguments, status=status
    )
    found: dict[str, Any] = json.loads(said[said.index("{") : said.rindex("}") + 1])
    return found


def outcomes(summary: dict[str, Any]) -> dict[str, str]:
    return {line["student"]: line["outcome"] for line in summary["submissions"]}


def scores(course: Course, student: str) -> dict[str, tuple[float | None, bool]]:
    """(what the gradebook gives without a person, whether a person has to look) of each cell."""
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        found = gradebook.find_submission_notebook(ID, ID, student)
        return {grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in found.grades}
