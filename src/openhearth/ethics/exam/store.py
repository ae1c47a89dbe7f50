"""Attempts and answers, in a database. Each write is on the disk when it returns: nothing a learner did is lost.

An attempt's paper is kept as it was drawn, so that it stays the same whatever becomes of the bank. Answers are only ever
added; of several to one question the last counts, whichever window it came from.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import sqlalchemy as sa

from openhearth import database
from openhearth.errors import OpenhearthError
from openhearth.ethics.exam.items import Choice, Item

META = sa.MetaData()
ATTEMPT = sa.Table(
    "attempt",
    META,
    sa.Column("learner", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("paper", sa.Text, nullable=False),
    sa.Column("bank", sa.Text, nullable=False),
    sa.Column("started", sa.Float, nullable=False),
    sa.Column("due", sa.Float, nullable=False),
    sa.Column("finished", sa.Float),
    sa.Index("attempt_started", "started"),
    sa.Index("attempt_finished", "finished"),
)
OPEN = ATTEMPT.c.finished.is_(None)
sa.Index("one_open", ATTEMPT.c.learner, unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
ANSWER = sa.Table(
    "answer",
    META,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("learner", sa.Text, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("question", sa.Integer, nullable=False),
    sa.Column("choice", sa.Integer, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.ForeignKeyConstraint(["learner", "number"], ["attempt.learner", "attempt.number"]),
    sa.Index("answer_of", "learner", "number"),
    sa.Index("answer_at", "at"),
)


class StoreError(OpenhearthError):
    """The record of attempts cannot be used."""


@dataclass(frozen=True)
class Attempt:
    """One attempt as it is recorded; times in seconds since 1970."""

    learner: str
    number: int  # from 1
    paper: tuple[Item, ...]
    bank: str  # hash of the bank that it was drawn from
    started: float
    due: float
    finished: float | None
    answers: dict[int, int]  # the choice that counts, by question from 0

    @property
    def score(self) -> int:
        """How many answers are right."""
        return sum(self.answers.get(at) == item.right for at, item in enumerate(self.paper))


class Store:
    """The attempts in ``where``. Use it as a context manager; several threads may use it at once.

    Args:
        where: a file of SQLite, or a database's URL.
        keep: leave connections open for whoever in this process opens it next.

    Raises:
        StoreError: it cannot be used, or is none of ours.
    """

    def __init__(self, where: Path | str, *, keep: bool = False) -> None:
        self._where, self._keep = where, keep
        try:
            self._engine = database.connect(where, "exam", META)
        except database.DatabaseError as error:
            raise StoreError(f"the record of attempts: {error}") from None
        self._reader = database.reader(self._engine)

    def attempts(self, learner: str | None = None) -> list[Attempt]:
        """A learner's attempts in order; of all learners where none is named."""
        attempts = sa.select(ATTEMPT).order_by(ATTEMPT.c.learner, ATTEMPT.c.number)
        answers = sa.select(ANSWER).order_by(ANSWER.c.id)
        if learner is not None:
            attempts = attempts.where(ATTEMPT.c.learner == learner)
            answers = answers.where(ANSWER.c.learner == learner)
        counts: dict[tuple[str, int], dict[int, int]] = {}
        with self._used(self._reader) as base:
            rows = base.execute(attempts).all()
            for row in base.execute(answers):
                counts.setdefault((row.learner, row.number), {})[row.question] = row.choice
        return [
            Attempt(
                row.learner,
                row.number,
                _read(row.paper),
                row.bank,
                row.started,
                row.due,
                row.finished,
                counts.get((row.learner, row.number), {}),
            )
            for row in rows
        ]

    def begin(
        self, learner: str, number: int, paper: tuple[Item, ...], bank: str, now: float, due: float
    ) -> None:
        """Record that an attempt has begun. A second window that begins it too changes nothing."""
        text = json.dumps([asdict(item) for item in paper], ensure_ascii=False)
        about = {
            "learner": learner,
            "number": number,
            "paper": text,
            "bank": bank,
            "started": now,
            "due": due,
        }
        with self._used(self._engine) as base, suppress(sa.exc.IntegrityError), base.begin_nested():
            base.execute(ATTEMPT.insert().values(about))

    def answer(self, learner: str, number: int, question: int, choice: int, now: float) -> bool:
        """Record an answer, if the attempt is open and its time is not over; whether it was recorded."""
        attempt = _one(learner, number)
        with self._used(self._engine) as base:
            # Held until the answer is written: neither another answer nor the end comes between.
            held = sa.select(ATTEMPT.c.due).where(attempt, OPEN).with_for_update(key_share=True)
            due = base.scalar(held)
            if due is None or due < now:
                return False
            about = {"learner": learner, "number": number, "question": question, "choice": choice, "at": now}
            base.execute(ANSWER.insert().values(about))
            return True

    def finish(self, learner: str, number: int, now: float) -> None:
        """Record that an attempt has ended; the first time counts."""
        with self._used(self._engine) as base:
            base.execute(ATTEMPT.update().where(_one(learner, number), OPEN).values(finished=now))

    def latest(self) -> float:
        """The latest time that anything was recorded; 0 where nothing was."""
        times = (ATTEMPT.c.started, ATTEMPT.c.finished, ANSWER.c.at)
        with self._used(self._reader) as base:
            return max(base.scalar(sa.select(sa.func.max(time))) or 0.0 for time in times)

    def close(self) -> None:
        if not self._keep:
            database.close(self._engine)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _used(self, engine: sa.Engine) -> Iterator[sa.Connection]:
        try:
            with engine.begin() as base:
                yield base
        except sa.exc.SQLAlchemyError as error:
            raise StoreError(
                f"the record of attempts {database.shown(self._where)} cannot be used ({database.brief(error)})"
            ) from None


def kept_in(folder: Path, name: str = "exam.db") -> Path | str:
    """Where the exam and the practical tasks of the class in ``folder`` are recorded: what OPENHEARTH_EXAM_DB names, else a file."""
    return os.environ.get("OPENHEARTH_EXAM_DB") or folder / name


def _one(learner: str, number: int) -> sa.ColumnElement[bool]:
    return sa.and_(ATTEMPT.c.learner == learner, ATTEMPT.c.number == number)


def _read(paper: str) -> tuple[Item, ...]:
    return tuple(
        Item(**{**item, "choices": tuple(Choice(**choice) for choice in item["choices"])})
        for item in json.loads(paper)
    )
