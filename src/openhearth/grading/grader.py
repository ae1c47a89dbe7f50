"""Grade one submission: take it in, rebuild its notebooks, run them, mark them. The same on every executor.

Nothing here knows of gradebooks or folders of a course: bytes come in, plain data goes out.
"""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from openhearth.grading.course import Material
from openhearth.grading.intake import Unreadable, parse
from openhearth.grading.marks import Mark, marks
from openhearth.grading.notebooks import grade_id, imports, nodes
from openhearth.grading.rebuilding import rebuild
from openhearth.grading.runner import Run, Runner

GRADED, REVIEW, UNREADABLE, TIMED_OUT, DIED, QUARANTINED = OUTCOMES = (
    "graded",
    "needs review",
    "unreadable",
    "timed out",
    "died",
    "quarantined",
)


@dataclass(frozen=True)
class Submission:
    """What one learner handed in: plain files by path."""

    student: str
    files: dict[str, bytes] = field(repr=False)


@dataclass(frozen=True)
class Marked:
    """One notebook that has run."""

    notebook: dict[str, Any]  # nbformat 4
    marks: dict[str, Mark]
    seconds: dict[str, float]  # by grade_id; what each of these cells took


@dataclass(frozen=True)
class Result:
    """What became of one submission. ``reason`` is one sentence, "" where nothing is to be said."""

    student: str
    outcome: str  # one of `OUTCOMES`
    reason: str = ""
    notes: tuple[str, ...] = ()
    notebooks: dict[str, Marked] = field(default_factory=dict)
    seconds: float = 0.0
    isolation: str = ""  # one of `places.ISOLATIONS`; "" where nothing was run

    def to_json(self) -> dict[str, Any]:
        notebooks = {
            name: {
                "notebook": done.notebook,
                "marks": {cell: [mark.score, mark.points, mark.why] for cell, mark in done.marks.items()},
                "seconds": done.seconds,
            }
            for name, done in self.notebooks.items()
        }
        return {**self.__dict__, "notes": list(self.notes), "notebooks": notebooks}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Result":
        notebooks = {
            name: Marked(
                done["notebook"],
                {cell: Mark(*mark) for cell, mark in done["marks"].items()},
                done["seconds"],
            )
            for name, done in data["notebooks"].items()
        }
        return cls(**{**data, "notes": tuple(data["notes"]), "notebooks": notebooks})


def modules(material: Material) -> set[str]:
    """What the notebooks import, for `Runner`."""
    return imports(
        cell["source"]
        for text in material.blank.values()
        for cell in json.loads(text)["cells"]
        if cell["cell_type"] == "code"
    )


def grade(submission: Submission, material: Material, runner: Runner) -> Result:
    """Grade ``submission`` whatever it holds.

    Raises:
        GradingError: the runner cannot run anything; that is not the submission's fault.
    """
    done: dict[str, Marked] = {}
    faults: dict[str, str] = {}  # by outcome; the first of each
    notes: list[str] = []
    total = 0.0
    with _folders(submission, material) as (work, tests):
        for name in sorted(material.blank):
            try:
                notebook, put_right = _rebuilt(submission, material, name)
            except Unreadable as problem:
                faults.setdefault(UNREADABLE, str(problem))
                continue
            notes += put_right
            run = runner.run(notebook, work, tests)
            total += run.seconds
            for outcome, reason in _faults(notebook, run, runner.cell):
                faults.setdefault(outcome, reason)
            done[name] = _marked(notebook, run)
    outcome = next((found for found in (UNREADABLE, DIED, TIMED_OUT) if found in faults), "")
    reason = faults.get(outcome, "")
    if not outcome:
        waiting = [cell for found in done.values() for cell in _by_hand(found.notebook)]
        outcome = REVIEW if waiting or notes else GRADED
        said = [f"to be marked by hand: {', '.join(waiting)}"] if waiting else []
        reason = "; ".join([*notes, *said])
    return Result(submission.student, outcome, reason, tuple(notes), done, total)


def _rebuilt(submission: Submission, material: Material, name: str) -> tuple[Any, tuple[str, ...]]:
    """The notebook to run, and what had to be put right."""
    content = submission.files.get(f"{name}.ipynb")
    if content is None:
        others = [path for path in submission.files if path.endswith(".ipynb")]
        there = f"; there is {', '.join(sorted(others)[:3])}" if others else ""
        raise Unreadable(f"there is no {name}.ipynb{there}")
    blank, released = _notebook(material.blank[name]), _notebook(material.released[name])
    found = rebuild(parse(content, f"{name}.ipynb"), blank, released, f"{name}.ipynb")
    several = f"{name}: " if len(material.blank) > 1 else ""
    return found.notebook, tuple(several + note for note in found.notes)


@lru_cache(32)
def _notebook(text: str) -> Any:
    """The notebook in ``text``, nbformat 4; not to be changed, since the next submission gets the same."""
    import nbformat

    whole: Any = nbformat
    return whole.reads(text, as_version=4)


def _marked(notebook: Any, run: Run) -> Marked:
    found, seconds = marks(notebook, run), {}
    for index, ran in run.cells.items():
        cell = notebook.cells[index]
        cell.outputs = nodes(ran.outputs)
        if grade_id(cell):
            seconds[grade_id(cell)] = round(ran.seconds, 4)
        if ran.lines:
            cell.metadata["openhearth"] = {"lines": list(ran.lines)}
    return Marked(notebook, found, seconds)


def _faults(notebook: Any, run: Run, limit: float) -> Iterator[tuple[str, str]]:
    """(outcome, reason) of each thing that kept the notebook from running as it should."""
    where = "" if run.last is None else f" in {_name(notebook.cells[run.last])}"
    if run.end == "died":
        yield DIED, f"the learner's process ended{where}"
    elif run.end == "deadline":
        yield TIMED_OUT, f"it was ended after {run.seconds:.0f} seconds{where}"
    for index, ran in run.cells.items():
        if ran.seconds >= limit:
            yield TIMED_OUT, f"{_name(notebook.cells[index])} was interrupted after {limit:g} seconds"


def _by_hand(notebook: Any) -> list[str]:
    """Ids of the cells that a person has to mark."""
    from nbgrader.utils import compute_checksum, is_grade, is_solution, is_task

    return [
        grade_id(cell)
        for cell in notebook["cells"]
        if is_task(cell)
        or (
            is_grade(cell)
            and (is_solution(cell) or cell.cell_type != "code")
            and cell.metadata.nbgrader.get("checksum") != compute_checksum(cell)
        )
    ]


def _name(cell: Any) -> str:
    first = (cell.source.strip().splitlines() or ["an empty cell"])[0]
    return grade_id(cell) or f"the cell `{first[:60]}`"


@contextmanager
def _folders(submission: Submission, material: Material) -> Iterator[tuple[Path, Path]]:
    """The files for the learner's process and for the tests', on disk."""
    with tempfile.TemporaryDirectory(prefix="openhearth-submission-") as scratch:
        work, tests = Path(scratch, "work"), Path(scratch, "tests")
        theirs = {path: content for path, content in submission.files.items() if not path.endswith(".ipynb")}
        kept = {path: theirs[path] for path in material.kept if path in theirs}
        _write(work, kept | {path: content for path, content in material.files.items() if path not in kept})
        _write(work, theirs)
        _write(tests, material.files)
        yield work, tests


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """Write ``files`` where nothing stands in their way: what is there already counts."""
    folder.mkdir(exist_ok=True)
    for path, content in files.items():
        target = folder / path
        above = [parent for parent in target.parents if parent.is_relative_to(folder)]
        if not target.exists() and all(parent.is_dir() or not parent.exists() for parent in above):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
