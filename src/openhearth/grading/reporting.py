"""What an instructor wants to know of a graded assignment: one page to read, and tables for spreadsheets and course systems.

report.html       how the class did, where it went wrong, what needs a person, which submissions are alike
submissions.csv   a row a student: outcome, score, the mark of every cell
canvas.csv        to import into Canvas's gradebook
moodle.csv        to import into Moodle's
"""

import csv
import io
import json
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openhearth.grading.course import Course
from openhearth.grading.errors import GradingError
from openhearth.grading.grader import GRADED, OUTCOMES, Result
from openhearth.grading.journal import Journal
from openhearth.grading.notebooks import grade_id, kind_of, nodes
from openhearth.grading.outputs import plain
from openhearth.grading.script import SHARED
from openhearth.grading.similarity import Pair, alike

BINS = 10


@dataclass(frozen=True)
class Cell:
    """How the class did at one test."""

    id: str
    points: float
    full: float  # share of submissions with full marks
    mean: float  # mean share of the points
    seconds: float  # median
    error: str = ""  # the most common one
    errors: int = 0  # how many submissions had it
    forgeable: bool = False  # it runs in the learner's process


@dataclass(frozen=True)
class Student:
    """One student's row."""

    id: str
    name: str  # Last, First; "" where the gradebook has none
    email: str
    lms_id: str
    outcome: str
    reason: str
    score: float | None  # with marks by hand and penalties; None where there is no mark yet
    points: float
    penalty: float
    marks: dict[str, float]


@dataclass(frozen=True)
class Reported:
    """All of a report."""

    assignment: str
    students: tuple[Student, ...]
    cells: tuple[Cell, ...]
    pairs: tuple[Pair, ...]
    unconfined: tuple[str, ...] = ()  # students whose code ran without isolation

    @property
    def outcomes(self) -> dict[str, int]:
        found = Counter(student.outcome for student in self.students)
        return {outcome: found[outcome] for outcome in OUTCOMES if found[outcome]}

    @property
    def shares(self) -> list[float]:
        """Score over points, of every student who has marks."""
        return [
            student.score / student.points
            for student in self.students
            if student.score is not None and student.points
        ]

    @property
    def bins(self) -> list[int]:
        """How many students have each tenth of the points; the last holds full marks too."""
        counts = Counter(min(BINS - 1, int(share * BINS)) for share in self.shares)
        return [counts[at] for at in range(BINS)]


def write_report(course: Course, assignment: str, into: Path | None = None) -> tuple[Reported, Path]:
    """Write the report of ``assignment`` into a folder (default ``reports/ASSIGNMENT`` in the course root).

    Raises:
        GradingError: nothing of it has been graded, or the folder cannot be written.
    """
    with Journal(course.state / assignment) as journal:
        results = [journal.find(journal.booked(student)) for student in course.students(assignment)]
    found = reported(course, assignment, [result for result in results if result is not None])
    folder = into or Path(course.directory.root) / "reports" / assignment
    files = {
        "report.html": page(found),
        "submissions.csv": _csv(_rows(found)),
        "canvas.csv": _csv(_canvas(found)),
        "moodle.csv": _csv(_moodle(found)),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            part = folder / f".{name}.part"
            part.write_text(text, encoding="utf-8", newline="")
            part.replace(folder / name)
    except OSError as error:
        raise GradingError(
            f"the report cannot be written to {folder} ({error.strerror}); choose another with --out"
        ) from None
    return found, folder


def reported(course: Course, assignment: str, results: list[Result]) -> Reported:
    """The report of ``results``, with what the gradebook adds to them.

    Raises:
        GradingError: there are none.
    """
    if not results:
        raise GradingError(f"nothing of {assignment} has been graded yet; run: openhearth grade {assignment}")
    material = course.material(assignment)
    given = [cell["source"] for text in material.released.values() for cell in json.loads(text)["cells"]]
    answers = {result.student: list(_answers(result)) for result in results if result.notebooks}
    return Reported(
        assignment,
        tuple(_students(course, assignment, results)),
        tuple(_cells(results)),
        tuple(alike(answers, given)),
        tuple(result.student for result in results if result.isolation == "none"),
    )


def page(found: Reported) -> str:
    """The report as one HTML page, with nothing outside it."""
    from jinja2 import Environment, PackageLoader

    environment = Environment(
        loader=PackageLoader("openhearth.grading", "."), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["plain"] = plain
    environment.filters["percent"] = lambda share: f"{100 * share:.0f} %"
    shares = found.shares
    return environment.get_template("report.html.j2").render(
        report=found,
        most=max(found.bins) or 1,
        mean=statistics.mean(shares) if shares else None,
        median=statistics.median(shares) if shares else None,
        waiting=[student for student in found.students if student.outcome != GRADED],
    )


def _cells(results: list[Result]) -> Iterator[Cell]:
    several = max((len(result.notebooks) for result in results), default=0) > 1
    by: dict[tuple[str, str], list[Any]] = {}
    shared: set[tuple[str, str]] = set()
    for result in results:
        for notebook, done in result.notebooks.items():
            shared |= {
                (notebook, grade_id(cell))
                for cell in nodes(done.notebook["cells"])
                if kind_of(cell) == SHARED
            }
            for cell, mark in done.marks.items():
                by.setdefault((notebook, cell), []).append((mark, done.seconds.get(cell, 0.0)))
    for (notebook, cell), marks in by.items():
        errors = Counter(_sentence(mark.why) for mark, _ in marks if mark.why)
        error, count = errors.most_common(1)[0] if errors else ("", 0)
        points = marks[0][0].points
        yield Cell(
            f"{notebook}: {cell}" if several else cell,
            points,
            statistics.mean(mark.full for mark, _ in marks),
            statistics.mean(mark.score / points if points else 1.0 for mark, _ in marks),
            statistics.median(seconds for _, seconds in marks),
            error,
            count,
            (notebook, cell) in shared,
        )


def _sentence(why: str) -> str:
    """What is wrong, without the names of exceptions that are sentences already."""
    return plain(why).removeprefix("Wrong: ").removeprefix("NotAttempted: ")[:200]


def _students(course: Course, assignment: str, results: list[Result]) -> Iterator[Student]:
    from nbgrader.api import Gradebook, MissingEntry

    with Gradebook(course.directory.db_url, course.directory.course_id) as book:
        for result in results:
            marks = {
                cell: mark.score for done in result.notebooks.values() for cell, mark in done.marks.items()
            }
            about = (result.student, result.outcome, plain(result.reason))
            try:
                submission = book.find_submission(assignment, result.student)
            except MissingEntry:
                yield Student(about[0], "", "", "", about[1], about[2], None, 0.0, 0.0, marks)
                continue
            student = submission.student
            penalty = sum(notebook.late_submission_penalty or 0.0 for notebook in submission.notebooks)
            yield Student(
                about[0],
                ", ".join(filter(None, (student.last_name, student.first_name))),
                student.email or "",
                student.lms_user_id or "",
                about[1],
                about[2],
                submission.score - penalty if result.notebooks else None,
                submission.max_score,
                penalty,
                marks,
            )


def _answers(result: Result) -> Iterator[str]:
    """What the student wrote: cells of their own, and those in which an answer belongs."""
    for done in result.notebooks.values():
        for cell in done.notebook["cells"]:
            about = cell["metadata"].get("nbgrader", {})
            if cell["cell_type"] == "code" and (about.get("solution") or not about):
                yield cell["source"]


def _rows(found: Reported) -> Iterator[list[Any]]:
    cells = list(dict.fromkeys(cell for student in found.students for cell in student.marks))
    yield ["student", "name", "outcome", "reason", "score", "points", "late penalty", *cells]
    for one in found.students:
        marks = [one.marks.get(cell, "") for cell in cells]
        yield [one.id, one.name, one.outcome, one.reason, _number(one.score), one.points, one.penalty, *marks]


def _canvas(found: Reported) -> Iterator[list[Any]]:
    """Columns and the row of points as Canvas's help page on importing grades has them."""
    yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", found.assignment]
    yield [
        "    Points Possible",
        "",
        "",
        "",
        "",
        max((student.points for student in found.students), default=0.0),
    ]
    for one in found.students:
        yield [one.name or one.id, one.lms_id, "", one.id, "", _number(one.score)]


def _moodle(found: Reported) -> Iterator[list[Any]]:
    """Moodle's import lets the instructor say which column names the student."""
    yield ["Username", "Email address", "ID number", found.assignment]
    for one in found.students:
        yield [one.id, one.email, one.lms_id, _number(one.score)]


def _number(score: float | None) -> Any:
    return "" if score is None else round(score, 4)


def _csv(rows: Iterable[list[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
