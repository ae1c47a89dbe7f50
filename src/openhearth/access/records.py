"""What the gate keeps: resources, signed agreements, requests, grants, cohorts, challenges, and the audit log; in one database.

SQLite in a file by default, PostgreSQL by its URL. Every change and its line in the audit log are one transaction, and changes
follow one another: two instructors, or two windows, cannot both be first.
"""

import datetime
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from openhearth import database
from openhearth.access import audit
from openhearth.access.errors import AccessError

META = sa.MetaData()
RESOURCE = sa.Table(
    "resource",
    META,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("placed", sa.Float, nullable=False),
    sa.Column("withdrawn", sa.Float),
)
AGREEMENT = sa.Table(
    "agreement",
    META,
    sa.Column("learner", sa.Text, primary_key=True),
    sa.Column("resource", sa.Text, primary_key=True),
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("token", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)
REQUEST = sa.Table(
    "request",
    META,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("learner", sa.Text, nullable=False),
    sa.Column("resource", sa.Text, nullable=False),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("days", sa.Integer, nullable=False),
    sa.Column("referee", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("vouched", sa.Float),  # when the referee vouched
    sa.Column("decided", sa.Float),
    sa.Column("decided_by", sa.Text),
    sa.Column("granted", sa.Boolean),
    sa.Index("request_by_learner", "learner", "resource"),
    sa.Index("request_by_resource", "resource", "at"),
    sa.Index("request_waiting", "decided", "at"),
)
GRANT = sa.Table(
    "access_grant",
    META,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("resource", sa.Text, nullable=False),
    sa.Column("learner", sa.Text),  # one of these two
    sa.Column("cohort", sa.Text),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("begins", sa.Float, nullable=False),
    sa.Column("ends", sa.Float, nullable=False),
    sa.Column("granted_by", sa.Text, nullable=False),
    sa.Column("request", sa.Text),
    sa.Column("revoked", sa.Float),
    sa.Column("revoked_by", sa.Text),
    sa.Index("grant_by_learner", "learner", "resource"),
    sa.Index("grant_by_cohort", "cohort", "resource"),
    sa.Index("grant_running", "revoked", "begins"),
)
COHORT = sa.Table(
    "cohort",
    META,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("learner", sa.Text, primary_key=True),
    sa.Index("cohort_by_learner", "learner"),
)
NONCE = sa.Table(
    "nonce",
    META,
    sa.Column("value", sa.Text, primary_key=True),
    sa.Column("expires", sa.Float, nullable=False),
    sa.Column("used", sa.Float),
    sa.Index("nonce_by_end", "expires"),
)
AUDIT = sa.Table(
    "audit",
    META,
    sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
)


class Records:
    """The database at ``url``, brought to the newest version.

    Args:
        anchors: the file that the log's head is written to after every change.
        clock: seconds since 1970.

    Raises:
        AccessError: it cannot be used.
    """

    def __init__(self, url: str, anchors: Path, clock: Callable[[], float] = time.time) -> None:
        self.anchors, self.clock, self._url = anchors, clock, url
        try:
            self._engine = database.connect(url, "gate", META)
        except database.DatabaseError as error:
            raise AccessError(f"the gate's records: {error}") from None
        self._reader = database.reader(self._engine)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read with."""
        try:
            with self._reader.connect() as base:
                yield base
        except sa.exc.SQLAlchemyError as error:
            raise self._unusable(error) from None

    @contextmanager
    def writing(self) -> Iterator["Writing"]:
        """A transaction: all that is done in it, and the lines it writes into the log, or nothing."""
        try:
            with self._engine.begin() as base:
                if self._engine.dialect.name == "postgresql":
                    base.execute(sa.text("LOCK TABLE audit IN EXCLUSIVE MODE"))
                change = Writing(base, self.clock())
                yield change
            if change.head:
                self._anchor(*change.head)
        except sa.exc.SQLAlchemyError as error:
            raise self._unusable(error) from None

    def log(self) -> list[audit.Entry]:
        """The audit log, oldest first."""
        with self.reading() as base:
            rows = base.execute(sa.select(AUDIT).order_by(AUDIT.c.n)).all()
        return [audit.Entry(row.n, row.body, row.hash) for row in rows]

    def close(self) -> None:
        database.close(self._engine)

    def _anchor(self, n: int, hash_: str) -> None:
        audit.write_anchor(self.anchors, n, hash_)

    def _unusable(self, error: Exception) -> AccessError:
        return AccessError(
            f"the gate's records at {database.shown(self._url)} cannot be used now ({database.brief(error)}); nothing was changed, try again"
        )


class Writing:
    """An open transaction."""

    def __init__(self, base: Connection, now: float) -> None:
        self.base, self.now = base, now
        self.head: tuple[int, str] | None = None

    def write(self, what: str, **about: Any) -> None:
        """Add a line to the audit log."""
        last = self.base.execute(sa.select(AUDIT).order_by(AUDIT.c.n.desc()).limit(1)).first()
        n, before = (last.n, last.hash) if last else (0, audit.START)
        made = audit.entry(n + 1, before, self.now, {"what": what, **about})
        self.base.execute(AUDIT.insert().values(n=made.n, body=made.body, hash=made.hash))
        self.head = made.n, made.hash


def day(seconds: float) -> str:
    """A moment for people to read."""
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%d at %H:%M UTC")
