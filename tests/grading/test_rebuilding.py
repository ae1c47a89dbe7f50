"""Whatever was done to the cells, the notebook that is graded has the instructor's tests and the learner's answers."""

import copy
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import Course

from openhearth.grading.intake import Unreadable
from openhearth.grading.notebooks import grade_id
from openhearth.grading.rebuilding import Rebuilt, rebuild


class Handed:
    """A submission of the made-up assignment, to be spoiled."""

    def __init__(self, course: Course) -> None:
        self.blank = course.assignment.blank
        self.released = course.assignment.released(self.blank)
        self.notebook = copy.deepcopy(self.released)
        for cell in self.notebook.cells:
            if grade_id(cell) in ("share", "largest", "why"):
                cell.source = f"mine: {grade_id(cell)}"

    def at(self, name: str) -> int:
        return next(i for i, cell in enumerate(self.notebook.cells) if grade_id(cell) == name)

    def cell(self, name: str) -> Any:
        return self.notebook.cells[self.at(name)]

    def rebuilt(self) -> Rebuilt:
        return rebuild(self.notebook, self.blank, self.released, "n.ipynb")


@pytest.fixture
def handed(course: Course) -> Handed:
    return Handed(course)


def sources(rebuilt: Rebuilt) -> dict[str, str]:
    return {grade_id(cell): cell.source for cell in rebuilt.notebook.cells if grade_id(cell)}


def whole(handed: Handed) -> dict[str, str]:
    """What must stand in the rebuilt notebook if the answers were not touched."""
    wanted = {grade_id(cell): cell.source for cell in handed.blank.cells if grade_id(cell)}
    return wanted | {name: f"mine: {name}" for name in ("share", "largest", "why")}


def test_an_honest_submission_needs_nothing(handed: Handed) -> None:
    rebuilt = handed.rebuilt()
    assert rebuilt.notes == ()
    assert sources(rebuilt) == whole(handed)
    assert "HIDDEN" in sources(rebuilt)["test_share"]
    assert list(sources(rebuilt)) == [grade_id(c) for c in handed.blank.cells if grade_id(c)]


def test_a_deleted_test_is_put_back_in_its_place(handed: Handed) -> None:
    del handed.notebook.cells[handed.at("test_share")]
    rebuilt = handed.rebuilt()
    assert sources(rebuilt) == whole(handed)
    assert list(sources(rebuilt)) == list(whole(handed))
    assert rebuilt.notes == ("test_share was deleted, and put back",)


def test_a_deleted_answer_is_put_back_blank(handed: Handed) -> None:
    del handed.notebook.cells[handed.at("largest")]
    assert "NotImplementedError" in sources(handed.rebuilt())["largest"]


def test_changed_tests_points_and_kinds_are_the_instructors_again(handed: Handed) -> None:
    handed.cell("test_share").source = "pass"
    handed.cell("test_share").metadata.nbgrader.points = 1000
    handed.cell("test_largest").metadata.nbgrader.locked = False
    handed.cell("test_largest").metadata.nbgrader.solution = True
    handed.cell("test_largest").source = "forged"
    handed.cell("share").metadata.nbgrader.grade = True
    handed.cell("share").metadata.nbgrader.points = 50
    rebuilt = handed.rebuilt()
    assert sources(rebuilt) == whole(handed)
    about = {grade_id(c): c.metadata.nbgrader for c in rebuilt.notebook.cells if grade_id(c)}
    assert about == {grade_id(c): c.metadata.nbgrader for c in handed.blank.cells if grade_id(c)}
    assert set(rebuilt.notes) == {
        "test_share was changed, and has its text again",
        "test_largest was changed, and has its text again",
    }


def test_a_duplicated_cell_counts_once_and_the_last_one(handed: Handed) -> None:
    again = copy.deepcopy(handed.cell("share"))
    again.source = "mine: second"
    handed.notebook.cells.insert(handed.at("share") + 1, again)
    rebuilt = handed.rebuilt()
    assert sources(rebuilt)["share"] == "mine: second"
    assert [c.source for c in rebuilt.notebook.cells if "mine: share" in c.source and not grade_id(c)]
    assert rebuilt.notes == ("share stands there more than once; the last one counts",)


def test_a_retyped_cell_has_its_kind_again(handed: Handed) -> None:
    at = handed.at("test_share")
    handed.notebook.cells[at] = nbformat.v4.new_markdown_cell(
        "x", metadata=handed.notebook.cells[at].metadata
    )
    rebuilt = handed.rebuilt()
    assert sources(rebuilt) == whole(handed)
    assert "test_share was made a markdown cell, and is code again" in rebuilt.notes


def test_moved_cells_stand_in_order_again(handed: Handed) -> None:
    handed.notebook.cells.reverse()
    rebuilt = handed.rebuilt()
    assert list(sources(rebuilt)) == list(whole(handed))
    assert sources(rebuilt) == whole(handed)
    assert "cells were moved, and stand in the assignment's order again" in rebuilt.notes


def test_the_learners_own_cells_stay_where_they_were_without_their_metadata(handed: Handed) -> None:
    own = nbformat.v4.new_code_cell(
        "helper = 1", metadata={"nbgrader": {"grade_id": "forged", "points": 9}, "tags": ["x"]}
    )
    handed.notebook.cells.insert(handed.at("share"), own)
    cells = handed.rebuilt().notebook.cells
    at = next(i for i, cell in enumerate(cells) if cell.source == "helper = 1")
    assert grade_id(cells[at + 1]) == "share"
    assert cells[at].metadata == {}


def test_another_assignments_notebook_is_unreadable(handed: Handed) -> None:
    handed.notebook.cells = [nbformat.v4.new_code_cell("1")]
    with pytest.raises(Unreadable, match=r"n\.ipynb has none of this assignment's 6 cells"):
        handed.rebuilt()


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_spoiling_changes_the_tests(data: st.DataObject) -> None:
    handed = HANDED[0]
    notebook = copy.deepcopy(handed.notebook)
    for _ in range(data.draw(st.integers(1, 8))):
        if not notebook.cells:
            break
        at = data.draw(st.integers(0, len(notebook.cells) - 1))
        match data.draw(st.sampled_from(("delete", "double", "move", "edit", "retype", "rename", "junk"))):
            case "delete":
                del notebook.cells[at]
            case "double":
                notebook.cells.insert(data.draw(st.integers(0, at)), copy.deepcopy(notebook.cells[at]))
            case "move":
                notebook.cells.append(notebook.cells.pop(at))
            case "edit":
                notebook.cells[at].source += "!"
            case "retype":
                notebook.cells[at].cell_type = data.draw(st.sampled_from(("code", "markdown", "raw")))
            case "rename":
                other = data.draw(st.sampled_from(list(whole(handed))))
                notebook.cells[at].metadata["nbgrader"] = {"grade_id": other}
            case _:
                notebook.cells[at].metadata["nbgrader"] = data.draw(
                    st.sampled_from((None, 3, [], {"grade_id": []}))
                )
    try:
        rebuilt = rebuild(notebook, handed.blank, handed.released, "n")
    except Unreadable:
        return
    found, wanted = sources(rebuilt), whole(handed)
    assert list(found) == list(wanted)
    for name in ("setup", "test_share", "test_largest"):
        assert found[name] == wanted[name]
    ids = [grade_id(cell) for cell in rebuilt.notebook.cells if grade_id(cell)]
    assert len(ids) == len(set(ids))


HANDED: list[Handed] = []


@pytest.fixture(autouse=True)
def _for_the_property(course: Course) -> None:
    HANDED[:] = [Handed(course)]
