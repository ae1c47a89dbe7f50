"""Do an assignment's tests mark as they should? Reference, blank, right and wrong answers say so.

    reference    full marks, no error; also as released, without the hidden tests
    blank        zero marks; only "not attempted" errors, only in solution and test cells; also as released
    right/*      full marks
    wrong/*      lose exactly the tests that they say they lose
    every test   is lost by at least `WRONG_ENOUGH` wrong variants

Whatever does not hold is a miss: one sentence.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openhearth.grading.checks import SEED
from openhearth.grading.errors import GradingError
from openhearth.grading.marks import Mark, marks
from openhearth.grading.notebooks import Assignment, assignments, code, grade_id, imports
from openhearth.grading.runner import DEADLINE, Run, Runner
from openhearth.grading.sandbox import refusal
from openhearth.grading.variants import RIGHT, Variant, variants

WRONG_ENOUGH = 3
"""Wrong variants that must lose each autograded cell."""


@dataclass(frozen=True)
class Proof:
    """How the tests of one assignment stood the proof."""

    id: str
    reference: bool
    blank: bool
    right: tuple[int, int]  # with full marks, of
    wrong: tuple[int, int]  # caught as they say, of
    catches: dict[str, tuple[str, ...]]  # test id -> wrong variants it caught
    shared: tuple[str, ...]  # tests that run in the learner's process, where they could be forged
    misses: tuple[str, ...]
    submissions: int  # how many were run
    seconds: float  # all of them

    def to_json(self) -> dict[str, Any]:
        return {
            "reference": self.reference,
            "blank": self.blank,
            "right": list(self.right),
            "wrong": list(self.wrong),
            "catches": {name: list(caught) for name, caught in self.catches.items()},
            "shared": list(self.shared),
            "misses": list(self.misses),
        }


@dataclass(frozen=True)
class Report:
    """The proofs of some assignments, under one seed of hidden tests."""

    proofs: tuple[Proof, ...]
    seed: int

    @property
    def clean(self) -> bool:
        return not any(proof.misses for proof in self.proofs)

    def to_json(self) -> dict[str, Any]:
        return {"assignments": {proof.id: proof.to_json() for proof in self.proofs}}


Progress = Callable[[str, int, int], None]
"""Told the submission that is next, how many are done, and of how many."""


def prove(
    course_root: Path,
    asked: Iterable[str] | None = None,
    seed: int | None = None,
    *,
    deadline: float = DEADLINE,
    progress: Progress = lambda name, done, of: None,
) -> Report:
    """Prove the assignments ``asked`` for (default all) of the course in ``course_root``.

    Args:
        seed: of the hidden tests' data; None draws one.
        deadline: seconds that each submission may take.

    Raises:
        GradingError: no such course or assignment, or a notebook or a variant cannot be read.
    """
    chosen = assignments(course_root, asked)
    answers = {assignment.id: variants(assignment) for assignment in chosen}
    seed = secrets.randbelow(2**31) if seed is None else seed
    modules = set().union(*(imports(code(assignment.reference)) for assignment in chosen))
    modules |= imports(
        text for found in answers.values() for variant in found for text in variant.answers.values()
    )
    environment, secrets_ = {"NBGRADER_EXECUTION": "autograde"}, {SEED: str(seed)}
    of = sum(4 + len(found) for found in answers.values())
    done = 0
    proofs = []
    # The answers are the instructor's own; they are confined where they can be because learners' will be.
    isolation = "none" if refusal() else "strict"
    with Runner(
        modules, environment, secrets_, hidden=[course_root], isolation=isolation, deadline=deadline
    ) as runner:
        for assignment in chosen:

            def submit(what: str, notebook: Any, assignment: Assignment = assignment) -> "_Submission":
                nonlocal done
                progress(f"{assignment.id} {what}", done, of)
                run = runner.run(notebook, assignment.folder)
                done += 1
                return _Submission(what, notebook, run, marks(notebook, run))

            proofs.append(_prove(assignment, answers[assignment.id], submit))
    progress("", done, of)
    return Report(tuple(proofs), seed)


@dataclass(frozen=True)
class _Submission:
    """An answer that has run, and its marks."""

    what: str
    notebook: Any
    run: Run
    marks: dict[str, Mark]

    def errors(self) -> Iterator[tuple[Any, str, bool]]:
        """(cell, what happened, whether it only says "not attempted") of each cell that ended in an error."""
        for index, ran in self.run.cells.items():
            if ran.error is not None:
                yield self.notebook.cells[index], str(ran.error), ran.error.not_attempted

    def cut_short(self) -> list[str]:
        """A sentence, where the run did not come to its end."""
        if self.run.end == "finished":
            return []
        cell = "" if self.run.last is None else f" in {_name(self.notebook.cells[self.run.last])}"
        how = {
            "deadline": f"was ended by its deadline after {self.run.seconds:.0f} s",
            "died": "ended its own process",
        }
        return [f"{self.what}: {how[self.run.end]}{cell}"]

    def without_full_marks(self) -> list[str]:
        return [f"{self.what}: {name} got {_of(mark)}" for name, mark in self.marks.items() if not mark.full]

    def without_fault(self) -> list[str]:
        """Sentences on all that keeps this from being a faultless answer."""
        failed = self.without_full_marks()
        others = [
            f"{self.what}: {_name(cell)} stops with {error}"
            for cell, error, _ in self.errors()
            if grade_id(cell) not in self.marks
        ]
        return self.cut_short() + failed + others

    def not_blank(self) -> list[str]:
        """Sentences on all that keeps this from being a blank answer, marked as one."""
        marked = [
            f"{self.what}: {name} got {mark.score:g} marks for nothing"
            for name, mark in self.marks.items()
            if mark.score > 0
        ]
        errors = []
        for cell, error, not_attempted in self.errors():
            about = cell.metadata.get("nbgrader", {})
            if not (about.get("grade") or about.get("solution")):
                errors.append(f"{self.what}: {_name(cell)}, no solution or test cell, stops with {error}")
            elif not not_attempted:
                errors.append(f'{self.what}: {_name(cell)} should say "not attempted" and says {error}')
        return self.cut_short() + marked + errors


def _prove(
    assignment: Assignment, answers: list[Variant], submit: Callable[[str, Any], _Submission]
) -> Proof:
    if not assignment.tests:
        raise GradingError(
            f"{assignment.id}: it has no autograded cell; add a test, or grade it by hand alone"
        )
    reference = submit("reference", assignment.reference)
    reference_seen = submit("reference, as released", assignment.released(assignment.reference))
    blank = submit("blank", assignment.blank)
    blank_seen = submit("blank, as released", assignment.released(assignment.blank))
    faults = {
        "reference": reference.without_fault() + reference_seen.without_fault(),
        "blank": blank.not_blank() + blank_seen.not_blank(),
    }
    catches: dict[str, list[str]] = {name: [] for name in assignment.tests}
    stood = {True: [0, 0], False: [0, 0]}
    misses = [*faults["reference"], *faults["blank"]]
    submissions = [reference, reference_seen, blank, blank_seen]
    for variant in answers:
        right = variant.name.startswith(f"{RIGHT}/")
        submission = submit(variant.name, assignment.answered(variant.answers))
        submissions.append(submission)
        found = submission.cut_short()
        found += submission.without_full_marks() if right else _not_as_said(variant, submission, catches)
        stood[right][0] += not found
        stood[right][1] += 1
        misses += found
    for name, caught in catches.items():
        if len(caught) < WRONG_ENOUGH:
            misses.append(f"{name} catches {len(caught)} wrong variants; write at least {WRONG_ENOUGH}")
    return Proof(
        id=assignment.id,
        reference=not faults["reference"],
        blank=not faults["blank"],
        right=(stood[True][0], stood[True][1]),
        wrong=(stood[False][0], stood[False][1]),
        catches={name: tuple(caught) for name, caught in catches.items()},
        shared=assignment.shared,
        misses=tuple(misses),
        submissions=len(submissions),
        seconds=sum(submission.run.seconds for submission in submissions),
    )


def _not_as_said(variant: Variant, submission: _Submission, catches: dict[str, list[str]]) -> list[str]:
    """Sentences on tests that do other than the wrong variant says; those it loses are noted in ``catches``."""
    found = []
    for name, mark in submission.marks.items():
        if name in variant.loses and mark.full:
            found.append(f"{variant.name}: {name} does not catch it")
        elif name in variant.loses:
            catches[name].append(variant.name)
        elif not mark.full:
            found.append(f"{variant.name}: {name}, which it does not say it loses, got {_of(mark)}")
    return found


def _of(mark: Mark) -> str:
    return f"{mark.score:g} of {mark.points:g}" + (f" ({mark.why})" if mark.why else "")


def _name(cell: Any) -> str:
    """How a sentence names the cell: its id, else its first line."""
    first = (cell.source.strip().splitlines() or ["an empty cell"])[0]
    return grade_id(cell) or f"the cell `{first}`"
