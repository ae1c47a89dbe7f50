"""From what a class has recorded to what a certificate is issued from: modules, practical tasks, exam.

Modules are graded as any assignment is, so their points are the gradebook's, hand-marked cells included, and their journal
hash is that of the grading engine's result. Where a part was tried several times, what counts is the try that passed.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from openhearth.errors import OpenhearthError
from openhearth.ethics.credential.achievement import latest
from openhearth.ethics.credential.evidence import Evidence, Part
from openhearth.ethics.credential.times import write
from openhearth.ethics.exam.attempts import REQUIRED, WAITS
from openhearth.ethics.exam.items import MODULES
from openhearth.ethics.exam.store import Attempt, Store, kept_in
from openhearth.ethics.practicals import TASKS, Practicals
from openhearth.grading.course import Course, readable
from openhearth.grading.journal import Journal


class EarnedError(OpenhearthError):
    """What was earned cannot be told."""


def gather(learner: str, name: str, student: str, course: Course, folder: Path, secret: bytes) -> Evidence:
    """What the learner has earned so far; whether it is enough is `Evidence.require_earned`'s to say.

    Args:
        learner: the did:key they sat the exam and the practical tasks with.
        student: their id in the course's gradebook.
        folder: the class's, in which the exam and the practical tasks are recorded (`kept_in`).

    Raises:
        GradingError: the gradebook cannot be read.
        OpenhearthError: another record cannot be read, or the name cannot be certified.
    """
    version = latest().version
    with Store(kept_in(folder)) as store, Practicals(folder, secret) as practicals:
        attempts = [attempt for attempt in store.attempts(learner) if attempt.finished is not None]
        tries = practicals.tries(learner)
    parts = [part for module in MODULES for part in _module(course, module, student, version)]
    for task in TASKS:
        theirs = [one for one in tries if one.task == task and one.ended is not None]
        counts = next((one for one in theirs if one.passed), theirs[-1] if theirs else None)
        if counts is not None:
            assert counts.ended is not None
            points, of = round(counts.points, 2), round(counts.of, 2)
            parts.append(Part(task, points, of, counts.number, version, counts.journal, _time(counts.ended)))
    if attempts:
        counts_ = next((one for one in attempts if one.score >= REQUIRED), attempts[-1])
        assert counts_.finished is not None
        parts.append(
            Part(
                "exam",
                counts_.score,
                len(counts_.paper),
                min(counts_.number, len(WAITS)),
                version,
                attempt_hash(counts_),
                _time(counts_.finished),
            )
        )
    return Evidence(learner, name, version, tuple(parts))


def attempt_hash(attempt: Attempt) -> str:
    """SHA-256 (hex) of an attempt as it is recorded: its paper and its answers."""
    said = [
        attempt.learner,
        attempt.number,
        attempt.bank,
        attempt.started,
        attempt.finished,
        [[item.id, item.stem, [choice.text for choice in item.choices]] for item in attempt.paper],
        sorted(attempt.answers.items()),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _module(course: Course, module: str, student: str, version: str) -> Iterator[Part]:
    """The module's part, if its assignment was handed in and graded."""
    from nbgrader.api import Gradebook, MissingEntry

    with readable(course), Gradebook(course.directory.db_url, course.directory.course_id) as book:
        names = [one.name for one in book.assignments if one.name.partition("-")[0] == module]
        if not names:
            return
        if len(names) > 1:
            raise EarnedError(f"the gradebook has several assignments of module {module}: {', '.join(names)}")
        try:
            submission = book.find_submission(names[0], student)
        except MissingEntry:
            return
        if submission.needs_manual_grade:
            raise EarnedError(
                f"{names[0]} of {student} waits for a person's marks; give them in the formgrader"
            )
        points, of = round(float(submission.score), 2), round(float(submission.max_score), 2)
    state = course.state / names[0]
    with Journal(state) as journal:
        key = journal.booked(student)
        path = state / f"{key}.json"
        if not key or not path.is_file():
            raise EarnedError(
                f"{names[0]} of {student} was not graded with Openhearth, so there is no journal of it; run openhearth grade"
            )
        content = path.read_bytes()
        attempt = _tries(state, student)
    ended = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    yield Part(module, points, of, attempt, version, hashlib.sha256(content).hexdigest(), write(ended))


def _tries(state: Path, student: str) -> int:
    """How many different submissions of the student the journal in ``state`` has."""
    return sum(json.loads(path.read_bytes()).get("student") == student for path in state.glob("*.json"))


def _time(seconds: float) -> str:
    return write(datetime.fromtimestamp(seconds, UTC))
