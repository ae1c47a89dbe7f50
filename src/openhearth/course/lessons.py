"""The lessons of a checkout, and which of them are done.

Each executed lesson (``_build/lessons/NAME.ipynb``) carries its own record: the key of what it was made
from, which run of the lesson before it followed, what it left in the workspace, its seconds and memory.
One file written whole, so record and outputs cannot disagree.
"""

import hashlib
import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from openhearth.course import CourseError
from openhearth.workspace import Workspace, content_hash, sha256_of, write_atomic, write_json

FOLDER = "notebooks/lessons"
RECORD = "openhearth_run"
"""The key of the record in an executed notebook's metadata."""
LEFT_OUT = ("__pycache__", "cli", "sphinxext")
"""Parts of the package that no lesson's outputs depend on."""


@dataclass(frozen=True)
class Lesson:
    """One lesson's notebook: ``09_train_it`` in ``notebooks/lessons/09_train_it.ipynb``."""

    name: str
    path: Path

    @cached_property
    def notebook(self) -> Any:
        """The ``nbformat.NotebookNode``.

        Raises:
            CourseError: the file is not a notebook.
        """
        return read_notebook(self.path)

    @property
    def code(self) -> list[str]:
        """The sources of its code cells."""
        return [str(cell.source) for cell in self.notebook.cells if cell.cell_type == "code"]


@dataclass(frozen=True)
class Record:
    """What one execution of a lesson was made from, and what it took and left."""

    key: str
    run: str  # names this execution
    after: str | None  # the execution of the lesson before, whose artefacts it found
    artefacts: list[str]  # KIND/NAME in the workspace
    seconds: float
    peak_mb: float


@dataclass(frozen=True)
class Course:
    """A checkout's lessons, to be run in one workspace."""

    checkout: Path
    workspace: Workspace
    minutes: float | None = None  # the dial; None: each lesson's own default

    @property
    def build(self) -> Path:
        """Where all that is made goes."""
        return self.checkout / "_build"

    @cached_property
    def lessons(self) -> list[Lesson]:
        paths = sorted((self.checkout / FOLDER).glob("[0-9E][0-9]_*.ipynb"))
        return [Lesson(path.stem, path) for path in paths]

    @property
    def environment(self) -> dict[str, str]:
        """What a lesson's kernel is told."""
        told = {"OPENHEARTH_HOME": str(self.workspace.root)}
        return told if self.minutes is None else {**told, "OPENHEARTH_MINUTES": f"{self.minutes:g}"}

    def chosen(self, names: Iterable[str] | None) -> list[Lesson]:
        """The lessons called ``names`` (numbers or whole names), in order; all for None.

        Raises:
            CourseError: there is no such lesson; the message lists those there are.
        """
        if names is None:
            return self.lessons
        wanted = set(names)
        known = {name for lesson in self.lessons for name in (lesson.name, lesson.name[:2])}
        for name in sorted(wanted - known):
            there = ", ".join(lesson.name for lesson in self.lessons) or "none"
            raise CourseError(f"there is no lesson {name!r} in {FOLDER} (there: {there})")
        return [lesson for lesson in self.lessons if wanted & {lesson.name, lesson.name[:2]}]

    def executed(self, lesson: Lesson) -> Path:
        return self.build / "lessons" / f"{lesson.name}.ipynb"

    def record(self, lesson: Lesson) -> Record | None:
        """The record of the lesson's last execution, current or not."""
        try:
            notebook = json.loads(self.executed(lesson).read_text(encoding="utf-8"))
            return Record(**notebook["metadata"][RECORD])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def is_done(self, lesson: Lesson) -> bool:
        """Whether its last execution is still what an execution now would give."""
        record = self.record(lesson)
        return (
            record is not None
            and record.key == self.key(lesson)
            and record.after == self.before(lesson)
            and all((self.workspace.root / name).is_dir() for name in record.artefacts)
        )

    def before(self, lesson: Lesson) -> str | None:
        """Which execution of the lesson before ``lesson`` stands now."""
        index = self.lessons.index(lesson)
        record = self.record(self.lessons[index - 1]) if index else None
        return record.run if record else None

    def key(self, lesson: Lesson) -> str:
        """SHA-256 (hex) of all that decides the lesson's outputs."""
        parts = [
            lesson.code,
            lesson.notebook.metadata.get("kernelspec", {}),
            self._surroundings,
            self.minutes,
            str(self.workspace.root),
        ]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def keep(self, lesson: Lesson, notebook: Any, record: Record) -> None:
        """Write down an executed lesson: from here on it is done."""
        import nbformat

        notebook.metadata[RECORD] = asdict(record)
        write_atomic(self.executed(lesson), nbformat.writes(notebook))  # type: ignore[no-untyped-call]

    def keep_timings(self, machine: dict[str, Any]) -> Path:
        """Write ``timings.json``: ``{"machine": ..., "lessons": {NAME: {"seconds", "peak_mb"}}}``."""
        return write_json(self.build / "timings.json", {"machine": machine, "lessons": self.timings()})

    def timings(self) -> dict[str, dict[str, float]]:
        """Seconds and peak memory (in 10**6 bytes) of every lesson that has run, in order."""
        records = [(lesson.name, self.record(lesson)) for lesson in self.lessons]
        return {name: {"seconds": r.seconds, "peak_mb": r.peak_mb} for name, r in records if r}

    def artefacts(self) -> dict[str, str]:
        """``KIND/NAME`` of every artefact in the workspace, with when it was finished."""
        kinds = {path.parts[-3] for path in self.workspace.root.glob("*/*/provenance.json")}
        found = [artefact for kind in sorted(kinds) for artefact in self.workspace.all(kind)]
        return {f"{a.kind}/{a.name}": str(a.provenance["created"]) for a in found}

    @cached_property
    def _surroundings(self) -> list[Any]:
        """The package's source and the versions of what it stands on."""
        package = Path(str(resources.files("openhearth")))
        files = [path for path in package.rglob("*") if path.is_file()]
        kept = [(path.relative_to(package), path) for path in files]
        listed = [
            (name.as_posix(), sha256_of(path)) for name, path in kept if not set(name.parts) & {*LEFT_OUT}
        ]
        return [content_hash(listed), platform.python_version(), _versions()]


def open_course(
    minutes: str | float | None = None, *, start: Path | None = None, root: Path | None = None
) -> Course:
    """The course of the checkout that ``start`` (default: the working folder) stands in.

    Raises:
        CourseError: there is no checkout.
        PlanError: ``minutes`` (or ``OPENHEARTH_MINUTES``) is no sensible number.
    """
    from openhearth.plan import parse_minutes

    asked = minutes if minutes is not None else os.environ.get("OPENHEARTH_MINUTES")
    given = None if asked in (None, "") else parse_minutes(str(asked))
    start = (start or Path.cwd()).absolute()
    for folder in (start, *start.parents):
        if (folder / FOLDER).is_dir():
            return Course(folder, Workspace(root), given)
    raise CourseError(
        f"{start} is not in a checkout of the course (no {FOLDER}); change to one and run again"
    )


def read_notebook(path: Path) -> Any:
    """The notebook in ``path``, as version 4.

    Raises:
        CourseError: it cannot be read as a notebook.
    """
    import nbformat

    try:
        return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        why = " ".join(str(error).split())[:200]
        raise CourseError(f"{path} is not a notebook ({why}); restore it with git checkout") from error


def _versions() -> dict[str, str]:
    """The installed versions of what the package says it needs for the lessons."""
    from packaging.requirements import Requirement

    needed = [Requirement(text) for text in metadata.requires("openhearth") or []]
    extras = ({"extra": ""}, {"extra": "labs"}, {"extra": "release"})
    wanted = [r.name for r in needed if not r.marker or any(r.marker.evaluate(extra) for extra in extras)]
    found = {}
    for name in sorted(wanted):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "none"
    return found
