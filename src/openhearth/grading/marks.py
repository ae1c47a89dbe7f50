"""What a notebook that has run is worth: nbgrader's own rule, less its two holes.

nbgrader's `determine_grade` gives full marks to a test cell without an error output, also to one that never ran to its
end; here such a cell gets nothing. And it gives none to a cell that wrote to stderr; here a warning costs no marks.
"""

import copy
from dataclasses import dataclass
from typing import Any

from openhearth.grading.notebooks import grade_id, is_autograded, nodes
from openhearth.grading.runner import Run


@dataclass(frozen=True)
class Mark:
    """What one autograded cell got, of how many points, and why not all."""

    score: float
    points: float
    why: str = ""

    @property
    def full(self) -> bool:
        return self.score == self.points


def marks(notebook: Any, run: Run) -> dict[str, Mark]:
    """The mark of every autograded cell of ``notebook``, by id."""
    return {
        grade_id(cell): _mark(cell, i, run) for i, cell in enumerate(notebook.cells) if is_autograded(cell)
    }


def _mark(cell: Any, index: int, run: Run) -> Mark:
    from nbgrader.utils import determine_grade

    points = float(cell.metadata.nbgrader.points)
    ran = run.cells.get(index)
    if ran is None:
        return Mark(0.0, points, f"it did not run to its end ({_END[run.end]})")
    done = copy.deepcopy(cell)
    done.outputs = nodes(output for output in ran.outputs if output.get("name") != "stderr")
    try:
        score, _ = determine_grade(done)
    except (KeyError, ValueError) as error:
        return Mark(0.0, points, f"nbgrader refuses its result: {error}")
    if ran.error is not None:
        return Mark(0.0, points, str(ran.error))
    return Mark(float(score or 0.0), points)


_END = {"finished": "no output", "died": "the process died", "deadline": "past the deadline"}
