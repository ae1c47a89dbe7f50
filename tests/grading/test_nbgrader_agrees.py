"""nbgrader itself, on the same answers, gives the same marks; graded here, its commands do what they did."""

import subprocess
import sys

import nbformat
import pytest
from made_up import ID, LARGEST, Course
from nbgrader.api import Gradebook

from openhearth.grading.marks import marks
from openhearth.grading.runner import Runner


def nbgrader(course: Course, *arguments: str) -> None:
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.fixture
def submitted(course: Course) -> dict[str, nbformat.NotebookNode]:
    assignment = course.assignment
    answers = {
        "reference": assignment.reference,
        "blank": assignment.blank,
        "half": assignment.answered({"largest": LARGEST % "min(counts)"}),
    }
    for student, notebook in answers.items():
        folder = course.root / "submitted" / student / ID
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{ID}.ipynb")
    return answers


def test_nbgrader_gives_the_marks_that_we_give(course, submitted):
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text().replace("\nuse(c)", ""))  # nbgrader alone
    nbgrader(course, "generate_assignment", ID)
    nbgrader(course, "autograde", ID)
    with Runner() as runner:
        ours = {
            student: {
                name: mark.score for name, mark in marks(notebook, runner.run(notebook, course.root)).items()
            }
            for student, notebook in submitted.items()
        }
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        theirs = {
            student: {
                grade.name: grade.auto_score
                for grade in gradebook.find_submission_notebook(ID, ID, student).grades
                if grade.name != "why"
            }
            for student in submitted
        }
    assert ours == theirs
    assert ours == {
        "reference": {"test_share": 2, "test_largest": 1.5},
        "blank": {"test_share": 0, "test_largest": 0},
        "half": {"test_share": 2, "test_largest": 0},
    }
