"""Who was given which practical task, and what became of it; what they handed in is graded in the sandbox.

Every try is of data drawn anew, is graded once, and there is no limit to tries: what was found in one says nothing of the next.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from openhearth import database
from openhearth.errors import OpenhearthError
from openhearth.ethics.exam.draw import number
from openhearth.ethics.exam.store import kept_in
from openhearth.ethics.practicals.making import TASKS, Task, handout, material
from openhearth.grading.autograde import check_isolation
from openhearth.grading.course import Material, environment
from openhearth.grading.grader import Result, Submission, grade, modules
from openhearth.grading.journal import Journal, key_of
from openhearth.grading.runner import Runner

REQUIRED = 0.8  # share of the points
META = sa.MetaData()
PRACTICAL = sa.Table(
    "practical",
    META,
    sa.Column("learner", sa.Text, primary_key=True),
    sa.Column("task", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("given", sa.Float, nullable=False),
    sa.Column("ended", sa.Float),
    sa.Column("points", sa.Float),
    sa.Column("of", sa.Float),
    sa.Column("journal", sa.Text),
)


class PracticalsError(OpenhearthError):
    """What cannot be done with a practical task; the sentence says why."""


@dataclass(frozen=True)
class Try:
    """One try of one task; times in seconds since 1970."""

    task: str
    number: int  # from 1
    given: float
    ended: float | None = None
    points: float = 0.0
    of: float = 0.0
    journal: str = ""  # SHA-256 (hex) of the graded result as the journal keeps it

    @property
    def passed(self) -> bool:
        return self.ended is not None and self.points >= REQUIRED * self.of > 0


class Practicals:
    """The practical tasks of one class. Use it as a context manager.

    Args:
        folder: the class's, which also keeps the graded results.
        secret: the class's; whoever has it can draw everybody's data.
        clock: seconds since 1970.
        where: a file of SQLite, or a database's URL; default what `kept_in` says of ``folder``.

    Raises:
        PracticalsError: the record cannot be used.
    """

    def __init__(
        self,
        folder: Path,
        secret: bytes,
        clock: Callable[[], float] = time.time,
        where: Path | str = "",
    ) -> None:
        self._folder, self._secret, self._clock = folder, secret, clock
        self._where = where or kept_in(folder, "practicals.db")
        try:
            self._engine = database.connect(self._where, "practicals", META)
        except database.DatabaseError as error:
            raise PracticalsError(f"the record of practical tasks: {error}") from None

    def tries(self, learner: str) -> list[Try]:
        """A learner's tries of all tasks, in the tasks' order."""
        with self._used(database.reader(self._engine)) as base:
            rows = base.execute(
                sa.select(PRACTICAL).where(PRACTICAL.c.learner == learner).order_by(PRACTICAL.c.number)
            ).all()
        found = [
            Try(
                row.task,
                row.number,
                row.given,
                row.ended,
                row.points or 0.0,
                row.of or 0.0,
                row.journal or "",
            )
            for row in rows
        ]
        order = list(TASKS)
        return sorted(found, key=lambda one: order.index(one.task))

    def begin(self, learner: str, task: Task) -> tuple[Try, dict[str, bytes]]:
        """The learner's open try of ``task``, or a new one, and its files.

        Raises:
            PracticalsError: they have passed it.
        """
        before = [one for one in self.tries(learner) if one.task == task.id]
        if any(one.passed for one in before):
            raise PracticalsError(
                f"{task.title} is passed already; --practice draws data that are not recorded"
            )
        if not before or before[-1].ended is not None:
            about = {"learner": learner, "task": task.id, "number": len(before) + 1, "given": self._clock()}
            with (
                self._used(self._engine) as base,
                suppress(sa.exc.IntegrityError),  # another window was first
                base.begin_nested(),
            ):
                base.execute(PRACTICAL.insert().values(about))
            return self.begin(learner, task)
        return before[-1], handout(task, self.seed(learner, task, before[-1].number))

    def hand_in(self, learner: str, task: Task, notebook: bytes) -> tuple[Try, Result]:
        """Grade the learner's open try, and record what it earned.

        Raises:
            PracticalsError: none is open.
            GradingError: nothing can be graded on this machine; the try stays open.
        """
        now = [one for one in self.tries(learner) if one.task == task.id and one.ended is None]
        if not now:
            raise PracticalsError(
                f"no try of {task.title} is open; openhearth ethics practical {task.id} begins one"
            )
        about = now[0]
        given = material(task, self.seed(learner, task, about.number))
        submission = Submission(learner, {f"{task.id}.ipynb": notebook})
        key = key_of(submission, given.key, environment(), str(about.number))
        with Journal(self._folder / "practicals") as journal:
            result = journal.find(key) or graded(submission, given)
            journal.add(key, result)
        digest = hashlib.sha256(json.dumps(result.to_json(), ensure_ascii=False).encode()).hexdigest()
        marks = [mark for done in result.notebooks.values() for mark in done.marks.values()]
        points, of = sum(mark.score for mark in marks), sum(mark.points for mark in marks) or 1.0
        one = PRACTICAL.c
        ends = PRACTICAL.update().where(
            one.learner == learner, one.task == task.id, one.number == about.number, one.ended.is_(None)
        )
        with self._used(self._engine) as base:
            base.execute(ends.values(ended=self._clock(), points=points, of=of, journal=digest))
        done = next(one for one in self.tries(learner) if (one.task, one.number) == (task.id, about.number))
        return done, result

    def seed(self, learner: str, task: Task, attempt: int) -> int:
        """What a try's data follow from."""
        return number(self._secret, 1 << 64, learner, "practical", task.id, attempt)

    def close(self) -> None:
        database.close(self._engine)

    def __enter__(self) -> "Practicals":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _used(self, engine: sa.Engine) -> Iterator[sa.Connection]:
        try:
            with engine.begin() as base:
                yield base
        except sa.exc.SQLAlchemyError as error:
            raise PracticalsError(
                f"the record of practical tasks {database.shown(self._where)} cannot be used ({database.brief(error)})"
            ) from None


def graded(submission: Submission, given: Material, isolation: str = "strict") -> Result:
    """What ``submission`` earns, run as strictly confined as a class's.

    Raises:
        GradingError: this machine cannot confine it.
    """
    check_isolation(isolation)
    with Runner(modules(given), {"NBGRADER_EXECUTION": "autograde"}, {}, isolation=isolation) as runner:
        return grade(submission, given, runner)
