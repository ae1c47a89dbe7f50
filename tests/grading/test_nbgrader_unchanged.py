"""A course that is not ours, graded twice: by nbgrader alone and here. Every table that nbgrader makes afterwards is the same.

Two notebooks an assignment, partial credit, marks by hand, a custom penalty for lateness, downloads from a learning platform,
and several attempts.
"""

import csv
import shutil
import zipfile
from pathlib import Path

import nbformat
import pytest
from classroom import command
from made_up import Course
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "plain"
c.AssignLatePenalties.plugin_class = "late.ByTheDay"
c.FileNameCollectorPlugin.named_regexp = (
    r".*_(?P<student_id>\\w+)_attempt_(?P<timestamp>[0-9\\-]+)_(?P<file_id>\\w+)"
)
c.Exchange.timezone = "UTC"
"""
USE = "from openhearth.grading.nbgrader_glue import use\nuse(c)\n"
LATE = '''\
from nbgrader.plugins import BasePlugin

class ByTheDay(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        """One point a day begun, for each notebook."""
        return 1.0 + total_seconds_late // 86400
'''
PARTIAL = "hits = sum(square(n) == n * n for n in (2, 3, -1, 0))\nhits / 2"


def _cell(kind: str, source: str, name: str, points: float | None = None, *, solution: bool = False) -> dict:
    about = {"schema_version": 3, "grade_id": name, "locked": not solution, "task": False}
    about |= {"grade": points is not None, "solution": solution}
    if points is not None:
        about["points"] = points
    make = new_code_cell if kind == "code" else new_markdown_cell
    return make(source, metadata={"nbgrader": about})


def _solution(name: str, body: str) -> dict:
    text = f"def {name}(n):\n    ### BEGIN SOLUTION\n    return {body}\n    ### END SOLUTION"
    return _cell("code", text, name, solution=True)


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, Course]:
    """(nbgrader alone, ours), the assignment generated, nothing collected yet."""
    plain = Course(tmp_path_factory.mktemp("plain") / "course")
    source = plain.root / "source" / "ps1"
    source.mkdir(parents=True)
    (plain.root / "nbgrader_config.py").write_text(CONFIG)
    (plain.root / "late.py").write_text(LATE)
    first = [
        _solution("square", "n * n"),
        _cell("code", "assert square(2) == 4\nassert square(-3) == 9", "test_square", 2),
        _cell("code", PARTIAL, "test_partly", 2),
    ]
    second = [
        _solution("half", "n / 2"),
        _cell("code", "from data import GIVEN\nassert half(GIVEN) == 2.5", "test_half", 3),
        _cell("markdown", "Why?", "why", 4, solution=True),
    ]
    for name, cells in {"p1": first, "p2": second}.items():
        nbformat.write(new_notebook(cells=cells), source / f"{name}.ipynb")
    (source / "data.py").write_text("GIVEN = 5\n")
    command(plain, "nbgrader", "db", "assignment", "add", "ps1", "--duedate=2026-03-01 12:00:00 UTC")
    command(plain, "nbgrader", "generate_assignment", "ps1")
    ours = Course(tmp_path_factory.mktemp("ours") / "course")
    shutil.copytree(plain.root, ours.root)
    with (ours.root / "nbgrader_config.py").open("a") as settings:
        settings.write(USE)
    return plain, ours


def _hand_in(
    course: Course, student: str, when: str, answers: dict[str, str], *, zipped: bool = False
) -> None:
    """As a learning platform lays a download down: one file a notebook, or one archive."""
    folder = course.root / "downloaded" / "ps1" / "archive"
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for name in ("p1", "p2"):
        notebook = nbformat.read(course.root / "release" / "ps1" / f"{name}.ipynb", as_version=4)
        for cell in notebook.cells:
            cell.source = answers.get(cell.metadata.nbgrader.grade_id, cell.source)
        files[f"{name}.ipynb"] = nbformat.writes(notebook)
    if zipped:
        with zipfile.ZipFile(folder / f"Problem_{student}_attempt_{when}_work.zip", "w") as archive:
            for name, text in files.items():
                archive.writestr(f"ps1_{student}_attempt_{when}_{name}", text)
        return
    for name, text in files.items():
        (folder / f"Problem_{student}_attempt_{when}_{name}").write_text(text)


RIGHT = {"square": "def square(n):\n    return n ** 2", "half": "def half(n):\n    return n / 2"}


def _attempts(course: Course) -> None:
    _hand_in(course, "ada", "2026-02-28-10-00-00", {**RIGHT, "why": "Since it is."})
    _hand_in(course, "bo", "2026-02-28-10-00-00", {**RIGHT, "square": "def square(n):\n    return n + n"})
    _hand_in(course, "cy", "2026-03-03-10-00-00", RIGHT, zipped=True)
    _hand_in(course, "di", "2026-02-27-10-00-00", {})
    _hand_in(course, "ed", "2026-02-27-10-00-00", {**RIGHT, "half": "def half(n):\n    return 1 / 0"})


def _table(course: Course) -> list[dict[str, str]]:
    command(course, "nbgrader", "export", "--to", "grades.csv")
    with (course.root / "grades.csv").open() as file:
        return sorted(csv.DictReader(file), key=lambda row: row["student_id"])


def _cells(course: Course) -> dict[tuple[str, str], tuple[float | None, float | None, bool, str | None]]:
    found = {}
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        for submission in gradebook.assignment_submissions("ps1"):
            for notebook in submission.notebooks:
                comments = {comment.name: comment.auto_comment for comment in notebook.comments}
                for grade in notebook.grades:
                    found[submission.student.id, grade.name] = (
                        grade.auto_score,
                        grade.manual_score,
                        grade.needs_manual_grade,
                        comments.get(grade.name),
                    )
    return found


def _mark_by_hand(course: Course) -> None:
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("why", "p2", "ps1", "ada")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 3.0, 0.5, False
        gradebook.db.commit()


def test_every_table_is_the_same(courses: tuple[Course, Course]) -> None:
    for course in courses:
        _attempts(course)
        command(course, "nbgrader", "zip_collect", "ps1")
        command(course, "nbgrader", "autograde", "ps1")
        _mark_by_hand(course)
    plain, ours = courses
    assert (ours.root / ".openhearth-grading").is_dir()
    assert _cells(ours) == _cells(plain)
    table = _table(ours)
    assert table == _table(plain)
    scores = {
        row["student_id"]: (float(row["score"]), float(row["late_submission_penalty"])) for row in table
    }
    assert scores == {"ada": (10.5, 0), "bo": (4, 0), "cy": (3, 4), "di": (0, 0), "ed": (4, 0)}

    for course in courses:  # a second attempt, later and better, and late
        _hand_in(course, "bo", "2026-03-01-13-00-00", {**RIGHT, "why": "Now I know."})
        command(course, "nbgrader", "zip_collect", "ps1", "--force")
        command(course, "nbgrader", "autograde", "ps1")
    assert _cells(ours) == _cells(plain)
    table = _table(ours)
    assert table == _table(plain)
    bo = table[1]
    assert (float(bo["score"]), float(bo["late_submission_penalty"])) == (5, 2)
    assert bo["timestamp"].startswith("2026-03-01 13:00:00")

    for course in courses:
        command(course, "nbgrader", "generate_feedback", "ps1")
    pages = [sorted(_names(course.root / "feedback")) for course in courses]
    assert pages[0] == pages[1]
    assert "ZeroDivisionError" in Path(ours.root, "feedback", "ed", "ps1", "p2.html").read_text()
    autograded = [sorted(_names(course.root / "autograded")) for course in courses]
    assert autograded[0] == autograded[1]


def _names(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]
