"""A course as nbgrader lays it out: its settings, its folders, what an assignment's learners got, who handed in what.

Any nbgrader course will do, under its own ``nbgrader_config.py``. What the instructor's cells are is taken from where nbgrader
keeps it: the released notebook, and the gradebook for cells whose hidden tests were cleared from it.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from openhearth.grading.errors import GradingError
from openhearth.grading.intake import check_student
from openhearth.grading.notebooks import CONFIG, Assignment, grade_id, read

STATE = ".openhearth-grading"
"""The folder in the course root that holds the journal and reports."""


@dataclass(frozen=True)
class Material:
    """What a submission is graded against; the same for a whole class, so a worker gets it once.

    Notebooks are nbformat 4 as JSON text: ``blank`` with hidden tests, ``released`` as learners got it.
    """

    assignment: str
    blank: dict[str, str]  # by name, without .ipynb
    released: dict[str, str]
    files: dict[str, bytes] = field(repr=False)  # the source folder's, by path
    kept: tuple[str, ...] = ()  # of these files the learner's own version counts

    @cached_property
    def key(self) -> str:
        """A hash of all of it."""
        said = [self.assignment, self.blank, self.released, sorted(self.kept)]
        whole = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
        for path, content in sorted(self.files.items()):
            whole.update(json.dumps([path, hashlib.sha256(content).hexdigest()]).encode())
        return whole.hexdigest()


class Course:
    """The course in ``root``.

    Args:
        directory: nbgrader's `CourseDirectory`, where nbgrader has made one already.

    Raises:
        GradingError: there is none, or its settings cannot be read.
    """

    def __init__(self, root: Path, directory: Any = None) -> None:
        from traitlets.config.loader import PyFileConfigLoader

        self.root = root.resolve()
        self._given = directory
        if not (self.root / CONFIG).is_file():
            raise GradingError(f"{root} is no course root (it has no {CONFIG}); name one with --course")
        before = Path.cwd()
        try:
            os.chdir(self.root)  # as nbgrader does, so that relative paths in it mean the same
            self.config = PyFileConfigLoader(CONFIG, path=str(self.root)).load_config()
        except Exception as error:  # it is a program
            raise GradingError(f"{root / CONFIG} ends in an error: {type(error).__name__}: {error}") from None
        finally:
            os.chdir(before)

    @cached_property
    def directory(self) -> Any:
        """nbgrader's `CourseDirectory`."""
        from nbgrader.coursedir import CourseDirectory

        if self._given is not None:
            return self._given
        found = CourseDirectory(config=self.config)
        if "root" not in self.config.CourseDirectory:
            found.root = str(self.root)
        return found

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """Where ``step`` (``submitted``, ``autograded`` ...) of a submission is."""
        name = getattr(self.directory, f"{step}_directory")
        return Path(self.directory.format_path(name, student, assignment))

    @property
    def state(self) -> Path:
        return Path(self.directory.root) / STATE

    def students(self, assignment: str) -> list[str]:
        """Whose submissions of ``assignment`` there are, by the names of the folders.

        A name that can be no student's id is among them: it gets an outcome like the others.
        """
        mark = "\0"
        pattern = self.folder("submitted", mark, assignment)
        at = next((i for i, part in enumerate(pattern.parts) if mark in part), None)
        if at is None:
            raise GradingError(f"this course's directory_structure has no place for students: {pattern}")
        above, rest = Path(*pattern.parts[:at]), pattern.parts[at + 1 :]
        before, _, after = pattern.parts[at].partition(mark)
        found = []
        try:
            with os.scandir(above) as entries:
                for entry in entries:
                    name = entry.name
                    if not (name.startswith(before) and name.endswith(after)) or name.startswith("."):
                        continue
                    if os.path.lexists(Path(above, name, *rest)):
                        found.append(name[len(before) : len(name) - len(after)])
        except FileNotFoundError:
            return []
        excluded = {name.strip() for name in self.directory.student_id_exclude.split(",")}
        return sorted(set(found) - excluded)

    def submitted(self, student: str, assignment: str) -> Path:
        """The folder that ``student`` handed in.

        Raises:
            Unreadable: that can be no student's id.
        """
        return self.folder("submitted", check_student(student), assignment)

    def material(self, assignment: str) -> Material:
        """What submissions of ``assignment`` are graded against.

        Raises:
            GradingError: it was not generated with nbgrader, or is not in Python.
        """
        from nbgrader.api import Gradebook, MissingEntry

        self._check_assignment(assignment)
        with (
            readable(self),
            Gradebook(self.directory.db_url, self.directory.course_id) as gradebook,
        ):
            try:
                notebooks = {
                    notebook.name: {cell.name: (cell.source, cell.checksum) for cell in notebook.source_cells}
                    for notebook in gradebook.find_assignment(assignment).notebooks
                }
            except MissingEntry:
                notebooks = {}
        if not notebooks:
            raise GradingError(
                f"the gradebook of {self.root} has no assignment {assignment!r}; run: nbgrader generate_assignment {assignment} --force"
            )
        blank, released = {}, {}
        for name, cells in notebooks.items():
            given = self._released(assignment, name)
            _check_python(given, name)
            released[name] = json.dumps(given)
            for cell in given.cells:
                if grade_id(cell) in cells:
                    cell.source, cell.metadata.nbgrader["checksum"] = cells[grade_id(cell)]
            blank[name] = json.dumps(given)
        kept = self.config.Autograde.get("exclude_overwriting", {}).get(assignment, [])
        files = dict(_files(self.folder("source", ".", assignment)))
        return Material(assignment, blank, released, files, tuple(sorted(kept)))

    def _check_assignment(self, assignment: str) -> None:
        there = self.folder("source", ".", "*")
        names = sorted(path.name for path in there.parent.glob("*") if path.is_dir())
        if not assignment or assignment != Path(assignment).name or assignment not in names:
            hint = f"there is {', '.join(names)}" if names else "there is none yet"
            raise GradingError(f"no assignment is called {assignment!r} in {there.parent} ({hint})")

    def _released(self, assignment: str, name: str) -> Any:
        """The notebook as learners got it; where the release was removed, made again from the source."""
        path = self.folder("release", ".", assignment) / f"{name}.ipynb"
        if path.is_file():
            return read(path)
        source = self.folder("source", ".", assignment) / f"{name}.ipynb"
        if not source.is_file():
            raise GradingError(f"neither {path} nor {source} exists; restore one of them")
        made = Assignment(assignment, self.root)
        return made.released(made.cleared(read(source)))


@cache
def environment() -> str:
    """A hash of what submissions run on: Python and every installed distribution."""
    import sys
    from importlib.metadata import distributions

    installed = sorted({f"{found.metadata['Name']} {found.version}" for found in distributions()})
    return hashlib.sha256(json.dumps([sys.version, installed]).encode()).hexdigest()


@contextmanager
def readable(course: Course, then: str = "") -> Iterator[None]:
    """Turn what the database of the gradebook complains of into one sentence, and what follows from it."""
    from nbgrader.api import InvalidEntry
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except (SQLAlchemyError, InvalidEntry) as error:
        why = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise GradingError(f"the gradebook {course.directory.db_url} cannot be used ({why}){then}") from None


def _check_python(notebook: Any, name: str) -> None:
    about = notebook.metadata
    language = about.get("kernelspec", {}).get("language") or about.get("language_info", {}).get("name")
    if language and str(language).lower() != "python":
        raise GradingError(
            f"{name}.ipynb is in {language}; only Python notebooks can be graded here, use nbgrader autograde"
        )


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files beside an assignment's notebooks, which go to learners and tests; the instructor's, so links are followed."""
    for above, folders, names in os.walk(folder, followlinks=True):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__pycache__")))
        for name in sorted(names):
            path = Path(above, name)
            if not name.startswith(".") and path.suffix not in (".ipynb", ".pyc"):
                yield path.relative_to(folder).as_posix(), path.read_bytes()
