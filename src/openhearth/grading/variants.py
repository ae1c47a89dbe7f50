"""Other answers to an assignment: right ones, and wrong ones that say which tests must catch them.

A variant is a Python file in percent format under ``variants/ID/right/`` or ``variants/ID/wrong/``: a
docstring (one sentence; in wrong ones also a line ``loses: TEST, TEST``), then sections ``# %% SOLUTION_ID``
that each replace that solution cell.
"""

import ast
import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openhearth.grading.errors import GradingError
from openhearth.grading.notebooks import Assignment
from openhearth.grading.script import read_text, sections

RIGHT, WRONG = "right", "wrong"
_LOSES = re.compile(r"^\s*loses:(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Variant:
    """One other answer."""

    name: str  # "wrong/divides_by_the_largest"
    says: str  # the approach or the misconception, in one sentence
    loses: frozenset[str]  # ids of tests; empty for a right variant
    answers: dict[str, str]  # solution id -> the cell's text


def variants(assignment: Assignment) -> list[Variant]:
    """Every variant of ``assignment``, right ones first, by name.

    Raises:
        GradingError: a file is not a variant; the message names it and says what to change.
    """
    folder = assignment.root / "variants" / assignment.id
    return [
        parse(path, assignment) for side in (RIGHT, WRONG) for path in sorted((folder / side).glob("*.py"))
    ]


def parse(path: Path, assignment: Assignment) -> Variant:
    """The variant in ``path``, in a folder ``right`` or ``wrong``.

    Raises:
        GradingError: it is not one.
    """
    side = path.parent.name
    where = f"variants/{assignment.id}/{side}/{path.name}"
    head, *rest = sections(read_text(path))
    says, loses = _docstring(head[2], where, side == WRONG)
    for name in loses:
        _known(name, assignment.tests, f"{where}: `loses:` names {name!r}, which is no graded test cell")
    answers: dict[str, str] = {}
    for line, name, source in rest:
        at = f"{where}, line {line}"
        if name in assignment.tests:
            raise GradingError(f"{at}: {name!r} is a test cell; a variant replaces solution cells only")
        _known(name, assignment.solutions, f"{at}: {name!r} is no solution cell")
        if name in answers:
            raise GradingError(f"{at}: {name!r} is there twice; keep one")
        if not source.strip():
            raise GradingError(
                f"{at}: the section {name!r} is empty; write the answer or leave the section out"
            )
        answers[name] = source
    if not answers:
        raise GradingError(f"{where}: it replaces no cell; add a section `# %% SOLUTION_ID`")
    return Variant(f"{side}/{path.stem}", says, frozenset(loses), answers)


def _docstring(head: str, where: str, wrong: bool) -> tuple[str, list[str]]:
    """(what the variant says of itself, ids of the tests it loses) from what stands before the first section."""
    try:
        tree = ast.parse(head)
    except SyntaxError:
        raise GradingError(f"{where}: only a docstring may stand before the first `# %%` line") from None
    docstring = ast.get_docstring(tree)
    if not docstring:
        idea = "the misconception" if wrong else "the other approach"
        raise GradingError(f"{where}: begin with a docstring, one sentence that names {idea}")
    if len(tree.body) > 1:
        raise GradingError(f"{where}: only a docstring may stand before the first `# %%` line")
    lines = _LOSES.findall(docstring)
    says = " ".join(_LOSES.sub("", docstring).split())
    loses = [name for name in re.split(r"[,\s]+", " ".join(lines)) if name]
    if wrong and (len(lines) != 1 or not loses):
        raise GradingError(f"{where}: say in the docstring, once, what it loses: `loses: TEST_ID, TEST_ID`")
    if not wrong and lines:
        raise GradingError(f"{where}: a right variant loses nothing; leave `loses:` out or move it to wrong/")
    if not says:
        raise GradingError(f"{where}: the docstring says only what it loses; name the misconception as well")
    return says, loses


def _known(name: str, names: Sequence[str], sentence: str) -> None:
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
        raise GradingError(
            f"{sentence} ({f'did you mean {near[0]}' if near else 'there are ' + ', '.join(names)})"
        )
