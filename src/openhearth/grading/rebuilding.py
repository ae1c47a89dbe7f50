"""Rebuild a submitted notebook around the instructor's cells, so that only answers are the learner's.

nbgrader trusts the submitted notebook for which cells there are. Here the instructor's notebook says that: tests and
locked cells are its own, in its order; cells with an answer keep the learner's text; whatever else the learner wrote
stays where it was. What had to be put right is told in words.
"""

import copy
from dataclasses import dataclass
from typing import Any

import nbformat

from openhearth.grading.intake import Unreadable
from openhearth.grading.notebooks import grade_id


@dataclass(frozen=True)
class Rebuilt:
    """The notebook to grade, and what had to be put right in the one handed in."""

    notebook: Any
    notes: tuple[str, ...]


def rebuild(submitted: Any, blank: Any, released: Any, name: str) -> Rebuilt:
    """The notebook to grade.

    Args:
        submitted: nbformat 4, from `intake.parse`; left as it is.
        blank: the instructor's, solutions cleared, hidden tests in place (`Assignment.blank`).
        released: the same as learners got it, without hidden tests (`Assignment.released`).
        name: what to call the submitted notebook in messages.

    Raises:
        Unreadable: none of the instructor's cells is in it.
    """
    wanted = {grade_id(cell): cell for cell in blank.cells if grade_id(cell)}
    handed_out = {grade_id(cell): cell["source"] for cell in released.cells}
    order = list(wanted)
    # Of several cells with one id the last counts, as with nbgrader; the earlier ones are the learner's own.
    last = {_id(cell): at for at, cell in enumerate(submitted["cells"]) if _id(cell) in wanted}
    if not last:
        raise Unreadable(
            f"{name} has none of this assignment's {len(order)} cells; is it another assignment's?"
        )
    notes: list[str] = []
    cells: list[Any] = []
    placed: set[str] = set()

    def place(ids: list[str]) -> None:
        for missing in ids:
            if missing not in placed and missing not in last:
                placed.add(missing)
                cells.append(_instructors(wanted[missing]))
                notes.append(f"{missing} was deleted, and put back")

    for at, cell in enumerate(submitted["cells"]):
        found = _id(cell)
        if found not in wanted:
            cells.append(_learners(cell))
        elif last[found] != at:
            cells.append(_learners(cell))
            notes.append(f"{found} stands there more than once; the last one counts")
        else:
            place(order[: order.index(found)])
            placed.add(found)
            cells.append(_joined(cell, wanted[found], handed_out[found], notes))
    place(order)
    notes += _moved(cells, order)
    whole: Any = nbformat
    notebook = whole.from_dict({**blank, "cells": _in_order(cells, order)})
    return Rebuilt(notebook, tuple(dict.fromkeys(notes)))


def _joined(cell: Any, instructors: Any, handed_out: str, notes: list[str]) -> Any:
    """The instructor's cell, with the learner's text where an answer belongs."""
    from nbgrader.utils import is_locked

    found = grade_id(instructors)
    if cell["cell_type"] != instructors["cell_type"]:
        notes.append(f"{found} was made a {cell['cell_type']} cell, and is {instructors['cell_type']} again")
    whole = _instructors(instructors)
    if not is_locked(instructors):
        whole["source"] = cell["source"]
        pictures = _attachments(cell.get("attachments"))
        if pictures and whole["cell_type"] == "markdown":
            whole["attachments"] = pictures
    elif cell["source"].strip() != handed_out.strip():
        notes.append(f"{found} was changed, and has its text again")
    return whole


def _instructors(cell: Any) -> Any:
    whole = copy.deepcopy(cell)
    if whole["cell_type"] == "code":
        whole["outputs"], whole["execution_count"] = [], None
    return whole


def _learners(cell: Any) -> Any:
    """A cell of the learner's own: its text alone, without metadata that says how it is graded."""
    make: Any = getattr(nbformat.v4, f"new_{cell['cell_type']}_cell")
    return make(cell["source"])


def _attachments(told: Any) -> dict[str, dict[str, str]]:
    """The pictures in a written answer."""
    found = {}
    for name, data in told.items() if isinstance(told, dict) else ():
        if isinstance(data, dict):
            found[name] = {
                kind: text
                for kind, text in data.items()
                if isinstance(text, str) and kind.startswith("image/")
            }
    return found


def _moved(cells: list[Any], order: list[str]) -> list[str]:
    there = [grade_id(cell) for cell in cells if grade_id(cell)]
    return [] if there == order else ["cells were moved, and stand in the assignment's order again"]


def _in_order(cells: list[Any], order: list[str]) -> list[Any]:
    """The cells with the assignment's own in its order; a learner's own cells stay before the cell they stood before."""
    groups: dict[str, list[Any]] = {}
    own: list[Any] = []
    for cell in cells:
        own.append(cell)
        if grade_id(cell):
            groups[grade_id(cell)], own = own, []
    return [cell for found in order for cell in groups[found]] + own


def _id(cell: Any) -> str:
    about = cell["metadata"].get("nbgrader")
    found = about.get("grade_id") if isinstance(about, dict) else None
    return found if isinstance(found, str) else ""
