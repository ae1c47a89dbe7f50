"""The source notebook of an assignment: read it, blank it, put other answers in.

An nbgrader course root holds ``source/ID/ID.ipynb``. All copies made here are without outputs, and blanking
and releasing are nbgrader's own preprocessors under the course's own ``nbgrader_config.py``.
"""

import ast
import copy
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from openhearth.grading.errors import GradingError
from openhearth.grading.script import SHARED, read_text

CONFIG = "nbgrader_config.py"
LEARNER, LOCKED, TEST = "learner", "locked", "test"
"""What a code cell is: the learner's; the instructor's, run in both processes; a test; or `SHARED`, a test run in the learner's process."""


@dataclass(frozen=True)
class Assignment:
    """One assignment: ``folder`` is its source folder, ``root`` the course's."""

    id: str
    root: Path

    @property
    def folder(self) -> Path:
        return self.root / "source" / self.id

    @cached_property
    def reference(self) -> Any:
        """The source notebook, solutions included."""
        return _without_outputs(read(self.folder / f"{self.id}.ipynb"))

    @cached_property
    def blank(self) -> Any:
        """What an untouched submission is graded as: solutions cleared, hidden tests restored."""
        return self.cleared(self.reference)

    def cleared(self, notebook: Any) -> Any:
        """``notebook`` without the solutions."""
        from nbgrader.preprocessors import ClearSolutions

        return self._preprocessed(ClearSolutions, notebook)

    def released(self, notebook: Any) -> Any:
        """``notebook`` without the hidden tests, as learners see it."""
        from nbgrader.preprocessors import ClearHiddenTests

        return self._preprocessed(ClearHiddenTests, notebook)

    def answered(self, answers: Mapping[str, str]) -> Any:
        """The reference with the solution cells named in ``answers`` replaced by their texts."""
        notebook = copy.deepcopy(self.reference)
        for cell in notebook.cells:
            cell.source = answers.get(grade_id(cell), cell.source)
        return notebook

    @cached_property
    def solutions(self) -> tuple[str, ...]:
        """Ids of the code cells in which learners answer."""
        from nbgrader.utils import is_solution

        return tuple(grade_id(c) for c in self.reference.cells if is_solution(c) and c.cell_type == "code")

    @cached_property
    def tests(self) -> tuple[str, ...]:
        """Ids of the autograded cells."""
        return tuple(grade_id(cell) for cell in self.reference.cells if is_autograded(cell))

    @cached_property
    def shared(self) -> tuple[str, ...]:
        """Ids of the autograded cells that run in the learner's process."""
        return tuple(grade_id(cell) for cell in self.reference.cells if kind_of(cell) == SHARED)

    def _preprocessed(self, preprocessor: type, notebook: Any) -> Any:
        from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

        try:
            config = PyFileConfigLoader(CONFIG, path=str(self.root)).load_config()
        except ConfigFileNotFound:
            raise GradingError(f"{self.root} has no {CONFIG}, so it is no course root") from None
        try:
            done, _ = preprocessor(config=config).preprocess(copy.deepcopy(notebook), {})
        except RuntimeError as error:
            raise GradingError(f"{self.id}: nbgrader cannot clear the notebook: {error}") from None
        return done


def assignments(root: Path, asked: Iterable[str] | None = None) -> list[Assignment]:
    """The assignments of the course in ``root``: those ``asked`` for, or all, by id.

    Raises:
        GradingError: ``root`` is no course root, or there is no assignment of an id asked for.
    """
    there = sorted(
        path.parent.name for path in root.glob("source/*/*.ipynb") if path.stem == path.parent.name
    )
    if not (root / CONFIG).is_file() or not (root / "source").is_dir():
        raise GradingError(f"{root} is no course root (it lacks {CONFIG} or source/); name one with --course")
    wanted = list(dict.fromkeys(asked or ())) or there
    for name in wanted:
        if name not in there:
            near = difflib.get_close_matches(name, there, n=3, cutoff=0.4) or there
            hint = f"the nearest are {', '.join(near)}" if near else "there is none yet"
            raise GradingError(f"no assignment is called {name!r} in {root / 'source'} ({hint})")
    return [Assignment(name, root) for name in wanted]


def read(path: Path) -> Any:
    """The notebook in ``path``, its nbgrader metadata checked.

    Raises:
        GradingError: it is not a notebook, or its metadata cannot be used.
    """
    from nbgrader.nbgraderformat import MetadataValidator, ValidationError

    nbformat = _nbformat()
    try:
        notebook = nbformat.reads(read_text(path), as_version=4)
        MetadataValidator().validate_nb(notebook)
    except (ValueError, nbformat.ValidationError) as error:  # also NotJSONError
        raise GradingError(f"{path} is not a notebook: {_line(error)}") from None
    except ValidationError as error:
        raise GradingError(f"{path}: {_line(error)}; correct the cell's nbgrader metadata") from None
    return notebook


def grade_id(cell: Any) -> str:
    """The cell's nbgrader id, "" where it has none."""
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def is_autograded(cell: Any) -> bool:
    """Whether the cell is marked by running it, and not by hand."""
    from nbgrader.utils import is_grade, is_solution

    return bool(cell.cell_type == "code" and is_grade(cell) and not is_solution(cell))


def kind_of(cell: Any) -> str:
    """Who runs a code cell: `LEARNER`, `LOCKED`, `TEST`, or `SHARED` for a test that has this as one of its tags."""
    from nbgrader.utils import is_locked

    if is_autograded(cell):
        return SHARED if SHARED in cell.metadata.get("tags", []) else TEST
    return LOCKED if grade_id(cell) and is_locked(cell) else LEARNER


def code(notebook: Any) -> list[str]:
    """The texts of the notebook's code cells."""
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def imports(sources: Iterable[str]) -> set[str]:
    """The modules that cells import at their top level, as far as they are plain Python."""
    found: set[str] = set()
    for source in sources:
        try:
            statements = ast.parse(source).body
        except SyntaxError:  # magics
            continue
        for statement in statements:
            if isinstance(statement, ast.Import):
                found.update(alias.name for alias in statement.names)
            elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
                found.add(statement.module)
    return found


def nodes(outputs: Iterable[Mapping[str, Any]]) -> list[Any]:
    """``outputs`` as nbformat's nodes."""
    nbformat = _nbformat()
    return [nbformat.from_dict(output) for output in outputs]


def _nbformat() -> Any:
    """nbformat, whose functions have no types."""
    import nbformat

    return nbformat


def _without_outputs(notebook: Any) -> Any:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def _line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
