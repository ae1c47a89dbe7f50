"""Enter results where nbgrader keeps them: its gradebook, and the autograded folder that the formgrader shows.

What is entered is what nbgrader's own `SaveAutoGrades` and `AssignLatePenalties` would enter, but the marks, which are
`marks`'s, in one transaction a submission. Entering a result twice changes nothing.
"""

import warnings
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from openhearth.grading.course import Course, Material, readable
from openhearth.grading.errors import GradingError
from openhearth.grading.grader import Result, Submission
from openhearth.grading.notebooks import grade_id
from openhearth.grading.outputs import harmless

PATIENCE = 30.0  # seconds to wait for a gradebook that somebody else is writing to
KEPT = "; what is graded is kept, and is entered next time"
OURS = {"Execute", "SaveAutoGrades", "AssignLatePenalties", "CheckCellMetadata"}
"""nbgrader's steps that are done here; others of the course's are taken as they are."""


class Book:
    """The gradebook of ``course``, open for one assignment. Use it as a context manager.

    Raises:
        GradingError: it cannot be opened, read or written.
    """

    def __init__(self, course: Course, material: Material) -> None:
        from nbgrader.api import Gradebook

        self._course, self._material = course, material
        with readable(course):
            self._book = Gradebook(course.directory.db_url, course.directory.course_id)
            if str(course.directory.db_url).startswith("sqlite"):
                self._book.db.execute(_text(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}"))

    def enter(self, result: Result, submission: Submission, timestamp: datetime | None) -> None:
        """Write the autograded folder, then the marks.

        Raises:
            GradingError: the student is unknown and may not be made, or something cannot be written.
        """
        self._write_folder(result, submission)
        with readable(self._course, KEPT), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # SQLAlchemy's of how nbgrader makes a new submission
            # Whether it can be written, asked before nbgrader logs at length that it cannot.
            self._book.db.execute(_text("UPDATE student SET id = id WHERE 1 = 0"))
            self._book.db.rollback()
            try:
                self._enter(result, timestamp)
                self._book.db.commit()
            finally:
                self._book.db.rollback()
                self._book.db.expunge_all()

    def close(self) -> None:
        self._book.close()

    def __enter__(self) -> "Book":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _enter(self, result: Result, timestamp: datetime | None) -> None:
        from nbgrader import api

        book, student, assignment = self._book, result.student, self._material.assignment
        self._make_student(student)
        about = {"timestamp": timestamp} if timestamp else {}
        submission = book.update_or_create_submission(assignment, student, **about)
        for notebook, name in (
            book.db.query(api.SubmittedNotebook, api.Notebook.name)
            .join(api.Notebook, api.SubmittedNotebook.notebook_id == api.Notebook.id)
            .filter(api.SubmittedNotebook.assignment_id == submission.id)
        ):
            done = result.notebooks.get(name)
            cells = {
                grade_id(cell): cell
                for cell in (_node(done.notebook).cells if done else [])
                if grade_id(cell)
            }
            given = {cell: mark.score for cell, mark in done.marks.items()} if done else {}
            for grade, cell in _named(book, api.Grade, notebook):
                grade.auto_score = _auto_score(cells.get(cell), given.get(cell)) if done else 0.0
                grade.needs_manual_grade = bool(done) and (
                    grade.manual_score is not None or grade.auto_score is None
                )
            for comment, cell in _named(book, api.Comment, notebook):
                comment.auto_comment = "No response." if cell in cells and _unanswered(cells[cell]) else None
            book.db.flush()
            notebook.late_submission_penalty = None
            late = submission.total_seconds_late
            if late > 0:
                book.db.refresh(notebook)
                penalty = self._penalties.plugin_inst.late_submission_penalty(student, notebook.score, late)
                if penalty is not None:
                    notebook.late_submission_penalty = self._penalties._check_late_penalty(notebook, penalty)

    def _make_student(self, student: str) -> None:
        from nbgrader.api import MissingEntry

        if self._course.config.Autograde.get("create_student", True):
            self._book.update_or_create_student(student)
            return
        try:
            self._book.find_student(student)
        except MissingEntry:
            raise GradingError(
                f"the gradebook has no student {student}; add them with nbgrader db student add {student}"
            ) from None

    @cached_property
    def _penalties(self) -> Any:
        from nbgrader.preprocessors import AssignLatePenalties

        made = AssignLatePenalties(config=self._course.config)
        made.init_plugin()
        return made

    @cached_property
    def _steps(self) -> list[Any]:
        """The course's own steps after a notebook has run."""
        from nbgrader.converters import Autograde

        listed = (
            self._course.config.Autograde.get("autograde_preprocessors")
            or Autograde.autograde_preprocessors.default()
        )
        return [step(config=self._course.config) for step in listed if step.__name__ not in OURS]

    def _write_folder(self, result: Result, submission: Submission) -> None:
        """Put the autograded folder together aside, and then in the place of the old one."""
        from nbgrader.utils import rmtree

        folder = self._course.folder("autograded", result.student, self._material.assignment)
        aside, old = (folder.with_name(f".{folder.name}.{kind}") for kind in ("part", "old"))
        try:
            for left in (aside, old):
                if left.exists():
                    rmtree(str(left))
            aside.mkdir(parents=True)
            self._fill(aside, result, submission)
            if folder.exists():
                folder.rename(old)
            aside.rename(folder)
            if old.exists():
                rmtree(str(old))
        except OSError as error:
            raise GradingError(f"{folder} cannot be written ({error.strerror or error})") from None

    def _fill(self, folder: Path, result: Result, submission: Submission) -> None:
        import nbformat

        whole: Any = nbformat
        kept = self._material.kept
        files = {path: content for path, content in submission.files.items() if not path.endswith(".ipynb")}
        files |= {
            path: content
            for path, content in self._material.files.items()
            if path not in kept or path not in files
        }
        for path, content in files.items():
            target = folder / path
            if target.exists() or any(above.is_file() for above in target.parents if above != folder):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        for name, done in result.notebooks.items():
            notebook = harmless(_node(done.notebook))
            about = {"student": result.student, "assignment": self._material.assignment, "notebook": name}
            resources = {"nbgrader": {**about, "db_url": self._course.directory.db_url}, "unique_key": name}
            for step in self._steps:
                notebook, resources = step(notebook, resources)
            (folder / f"{name}.ipynb").write_text(whole.v4.writes(notebook), encoding="utf-8")
        mode = int(str(self._course.config.Autograde.get("permissions", 664 if self._shared else 444)), 8)
        for found in folder.rglob("*"):
            if found.is_file():
                found.chmod(mode)

    @property
    def _shared(self) -> bool:
        return bool(self._course.directory.groupshared)


def _named(book: Any, kind: Any, notebook: Any) -> Iterator[tuple[Any, str]]:
    """The notebook's grades, or comments, with their cells' ids."""
    from nbgrader.api import BaseCell

    yield from (
        book.db.query(kind, BaseCell.name)
        .join(BaseCell, kind.cell_id == BaseCell.id)
        .filter(kind.notebook_id == notebook.id)
        .all()
    )


def _auto_score(cell: Any, given: float | None) -> float | None:
    """What the cell gets without a person; None where a person has to mark it."""
    if given is not None or cell is None:
        return given
    return 0.0 if _unanswered(cell) else None


def _unanswered(cell: Any) -> bool:
    from nbgrader.utils import compute_checksum, is_solution, is_task

    return bool(
        is_solution(cell)
        and not is_task(cell)
        and cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
    )


def _node(notebook: Any) -> Any:
    import nbformat

    whole: Any = nbformat
    return whole.from_dict(notebook)  # a copy


def _text(statement: str) -> Any:
    from sqlalchemy import text

    return text(statement)
