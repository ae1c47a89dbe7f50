"""Attempts and answers, in one SQLite file. Each write is on the disk when it returns: nothing a learner did is lost.

An attempt's paper is kept as it was drawn, so that it stays the same whatever becomes of the bank. Answers are only ever
added; of several to one question the last counts, whichever window it came from.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from openhearth.errors import OpenhearthError
from openhearth.ethics.exam.items import Choice, Item

_TABLES = """
CREATE TABLE IF NOT EXISTS attempt (
    learner TEXT NOT NULL, number INTEGER NOT NULL, paper TEXT NOT NULL, bank TEXT NOT NULL,
    started REAL NOT NULL, due REAL NOT NULL, finished REAL,
    PRIMARY KEY (learner, number)
);
CREATE UNIQUE INDEX IF NOT EXISTS one_open ON attempt (learner) WHERE finished IS NULL;
CREATE TABLE IF NOT EXISTS answer (
    id INTEGER PRIMARY KEY, learner TEXT NOT NULL, number INTEGER NOT NULL, question INTEGER NOT NULL,
    choice INTEGER NOT NULL, at REAL NOT NULL,
    FOREIGN KEY (learner, number) REFERENCES attempt (learner, number)
);
"""


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
    """The attempts in ``path``. Use it as a context manager.

    Raises:
        StoreError: the file cannot be used, or is none of ours.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(path, isolation_level=None, timeout=30)
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = FULL")
            self._base.execute("PRAGMA foreign_keys = ON")
            self._base.executescript(_TABLES)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"the record of attempts {path} cannot be used ({error})") from None

    def attempts(self, learner: str | None = None) -> list[Attempt]:
        """A learner's attempts in order; of all learners where none is named."""
        with self._used() as base:
            rows = base.execute(
                "SELECT learner, number, paper, bank, started, due, finished FROM attempt "
                "WHERE ?1 IS NULL OR learner = ?1 ORDER BY learner, number",
                (learner,),
            ).fetchall()
            return [
                Attempt(name, number, _read(paper), bank, started, due, finished, self._answers(name, number))
                for name, number, paper, bank, started, due, finished in rows
            ]

    def begin(
        self, learner: str, number: int, paper: tuple[Item, ...], bank: str, now: float, due: float
    ) -> None:
        """Record that an attempt has begun. A second window that begins it too changes nothing."""
        text = json.dumps([asdict(item) for item in paper], ensure_ascii=False)
        with self._used() as base:
            base.execute(
                "INSERT OR IGNORE INTO attempt (learner, number, paper, bank, started, due) VALUES (?, ?, ?, ?, ?, ?)",
                (learner, number, text, bank, now, due),
            )

    def answer(self, learner: str, number: int, question: int, choice: int, now: float) -> bool:
        """Record an answer, if the attempt is open and its time is not over; whether it was recorded."""
        with self._used() as base:
            done = base.execute(
                "INSERT INTO answer (learner, number, question, choice, at) SELECT learner, number, ?, ?, ? "
                "FROM attempt WHERE learner = ? AND number = ? AND finished IS NULL AND due >= ?",
                (question, choice, now, learner, number, now),
            )
            return done.rowcount == 1

    def finish(self, learner: str, number: int, now: float) -> None:
        """Record that an attempt has ended; the first time counts."""
        with self._used() as base:
            base.execute(
                "UPDATE attempt SET finished = ? WHERE learner = ? AND number = ? AND finished IS NULL",
                (now, learner, number),
            )

    def latest(self) -> float:
        """The latest time that anything was recorded; 0 where nothing was."""
        with self._used() as base:
            found = base.execute(
                "SELECT max(at) FROM (SELECT max(started, coalesce(finished, 0)) AS at FROM attempt "
                "UNION ALL SELECT at FROM answer)"
            ).fetchone()[0]
            return float(found or 0.0)

    def close(self) -> None:
        self._base.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _answers(self, learner: str, number: int) -> dict[int, int]:
        rows = self._base.execute(
            "SELECT question, choice FROM answer WHERE learner = ? AND number = ? ORDER BY id",
            (learner, number),
        )
        return dict(rows.fetchall())

    @contextmanager
    def _used(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._base
        except sqlite3.Error as error:
            raise StoreError(f"the record of attempts {self.path} cannot be used ({error})") from None


def _read(paper: str) -> tuple[Item, ...]:
    return tuple(
        Item(**{**item, "choices": tuple(Choice(**choice) for choice in item["choices"])})
        for item in json.loads(paper)
    )
