"""Grade a class: every submission gets an outcome, whatever it is and whatever happens to the grader.

First what has been graded but not entered in the gradebook is entered; then what has not been graded is graded, and entered
as it comes. The journal says which is which, so that a run that was killed is taken up where it was.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from openhearth.grading import local, places
from openhearth.grading.checks import SEED
from openhearth.grading.course import Course, Material, environment
from openhearth.grading.errors import GradingError
from openhearth.grading.gradebook import Book
from openhearth.grading.grader import OUTCOMES, UNREADABLE, Result, Submission
from openhearth.grading.intake import Unreadable, check_student, take
from openhearth.grading.journal import Journal, key_of
from openhearth.grading.places import ISOLATIONS
from openhearth.grading.runner import CELL, Runner

DEADLINE = 300.0  # seconds a notebook


@dataclass(frozen=True)
class Line:
    """One submission in the summary."""

    student: str
    outcome: str
    reason: str = ""
    fresh: bool = True  # graded now, not before
    seconds: float = 0.0
    score: float = 0.0
    points: float = 0.0


@dataclass(frozen=True)
class Summary:
    """What became of a class. ``problem`` is why the run ended early, "" where it did not."""

    assignment: str
    isolation: str
    lines: tuple[Line, ...]
    problem: str = ""

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(line.outcome for line in self.lines)
        return {outcome: found[outcome] for outcome in OUTCOMES if found[outcome]}

    def to_json(self) -> dict[str, Any]:
        return {
            "assignment": self.assignment,
            "isolation": self.isolation,
            "outcomes": self.counts,
            "submissions": [line.__dict__ for line in self.lines],
            "problem": self.problem,
        }


Execute = Callable[
    [Iterable[Submission], Material, Callable[[set[str]], Runner]], Iterator[tuple[Submission, Result]]
]
"""An executor: grades submissions with runners that it starts, and gives them back with their results."""

Progress = Callable[[Line, int, int], None]
"""Told the submission that is done, how many are, and of how many."""


def autograde(
    course: Course,
    assignment: str,
    students: Iterable[str] | None = None,
    *,
    isolation: str = "strict",
    force: bool = False,
    deadline: float = DEADLINE,
    execute: Execute = local.run,
    progress: Progress = lambda line, done, of: None,
) -> Summary:
    """Grade the submissions of ``assignment``, and enter them in the gradebook.

    Args:
        students: whose; default everybody's.
        isolation: one of `ISOLATIONS`; below it nothing is graded.
        force: grade again what has been graded.
        deadline: seconds that a notebook may take.

    Raises:
        GradingError: there is no such assignment, nobody handed it in, or the isolation cannot be had.
    """
    check_isolation(isolation)
    material = course.material(assignment)
    wanted = _wanted(course, assignment, students)
    cell = (
        course.config.Execute.get("timeout", course.config.ExecutePreprocessor.get("timeout", CELL))
        or deadline
    )
    lines: list[Line] = []

    def told(line: Line) -> None:
        lines.append(line)
        progress(line, len(lines), len(wanted))

    with Journal(course.state / assignment) as journal, Book(course, material) as book:
        seed = journal.seed()

        start = partial(
            _start, seed=seed, hidden=(course.root,), isolation=isolation, deadline=deadline, cell=float(cell)
        )
        about = (material.key, environment(), isolation, seed)
        problem = ""
        keys: dict[str, str] = {}

        def enter(submission: Submission, result: Result, key: str, fresh: bool) -> None:
            nonlocal problem
            try:
                if result.notebooks and (fresh or journal.booked(result.student) != key):
                    timestamp, note = _timestamp(submission)
                    result = replace(result, reason="; ".join(filter(None, (result.reason, note))))
                    book.enter(result, submission, timestamp)
                journal.book(result.student, key)
            except GradingError as error:
                problem = problem or str(error)
            told(_line(result, fresh))

        def todo() -> Iterator[Submission]:
            for student in wanted:
                try:
                    submission = Submission(student, take(course.submitted(student, assignment)))
                except Unreadable as error:
                    result = Result(student, UNREADABLE, str(error))
                    key = key_of(Submission(student, {}), UNREADABLE, str(error))
                    fresh = force or journal.booked(student) != key
                    journal.add(key, result)
                    journal.book(student, key)
                    told(_line(result, fresh))
                    continue
                key = key_of(submission, *about)
                found = None if force else journal.find(key)
                if found is not None:
                    enter(submission, found, key, fresh=False)
                    continue
                keys[student] = key
                yield submission

        for submission, result in execute(todo(), material, start):
            key = keys.pop(submission.student)
            if result.notebooks:
                result = replace(result, isolation=isolation)
            journal.add(key, result)
            enter(submission, result, key, fresh=True)
    order = {student: at for at, student in enumerate(wanted)}
    return Summary(assignment, isolation, tuple(sorted(lines, key=lambda line: order[line.student])), problem)


def _start(
    modules: set[str], seed: str, hidden: tuple[Path, ...], isolation: str, deadline: float, cell: float
) -> Runner:
    """A runner, here or on another machine."""
    return Runner(
        modules,
        {"NBGRADER_EXECUTION": "autograde"},
        {SEED: seed},
        hidden=hidden,
        isolation=isolation,
        deadline=deadline,
        cell=cell,
    )


def check_isolation(asked: str) -> None:
    """Refuse what this machine cannot give.

    Raises:
        GradingError: it cannot, or there is no such isolation.
    """
    if asked not in ISOLATIONS:
        raise GradingError(f"there is no isolation {asked!r}; choose {', '.join(ISOLATIONS)}")
    refusal = places.refusal(asked)
    if refusal:
        instead = asked == "strict" and not places.refusal("bwrap")
        raise GradingError(
            f"nothing was graded: {refusal}; "
            + ("--isolation bwrap would do here" if instead else "openhearth doctor says what is missing")
        )


def _wanted(course: Course, assignment: str, students: Iterable[str] | None) -> list[str]:
    there = course.students(assignment)
    if students is None:
        if not there:
            raise GradingError(
                f"nobody has handed in {assignment}: {course.folder('submitted', '*', assignment)} is empty"
            )
        return there
    wanted = list(dict.fromkeys(students))
    for student in wanted:
        if student not in there:
            check_student(student)
            raise GradingError(
                f"{student} has not handed in {assignment}: {course.folder('submitted', student, assignment)} is not there"
            )
    return wanted


def _timestamp(submission: Submission) -> tuple[datetime | None, str]:
    """When it was handed in, by ``timestamp.txt`` as nbgrader's collection writes it, and what is wrong with that."""
    from nbgrader.utils import parse_utc

    content = submission.files.get("timestamp.txt", b"").strip()
    if not content:
        return None, ""
    try:
        found: datetime = parse_utc(content.decode())
    except (ValueError, OverflowError):
        return None, "timestamp.txt holds no time, and was left out of account"
    if found > datetime.now(UTC).replace(tzinfo=None):
        return None, "timestamp.txt holds a time to come, and was left out of account"
    return found, ""


def _line(result: Result, fresh: bool) -> Line:
    found = [mark for done in result.notebooks.values() for mark in done.marks.values()]
    score, points = sum(mark.score for mark in found), sum(mark.points for mark in found)
    return Line(result.student, result.outcome, result.reason, fresh, round(result.seconds, 3), score, points)
