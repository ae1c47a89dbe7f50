"""A database by its URL: SQLite in a file, or PostgreSQL. Writers follow one another, and what was written stays."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from openhearth.errors import OpenhearthError


class DatabaseError(OpenhearthError):
    """A database that cannot be used; the sentence says which and why."""


def connect(url: str, tables: sa.MetaData) -> sa.Engine:
    """An engine for ``url``, with ``tables`` made where they are missing. For reading only, use `reader`.

    Raises:
        DatabaseError: it cannot be used, or its driver is not installed.
    """
    try:
        if url.startswith("sqlite:///") and len(url) > len("sqlite:///"):
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        engine = sa.create_engine(url)
        if engine.dialect.name == "sqlite":
            _sqlite(engine)
        tables.create_all(engine)
    except ImportError as error:
        raise DatabaseError(
            f"the database {shown(url)} needs its driver ({error.name}); install it with pip"
        ) from None
    except (sa.exc.SQLAlchemyError, OSError) as error:
        raise DatabaseError(f"the database {shown(url)} cannot be used ({brief(error)})") from None
    return engine


def reader(engine: sa.Engine) -> sa.Engine:
    """``engine`` for transactions that only read, and need not wait for a writer."""
    return engine.execution_options(reading=True)


def shown(url: str) -> str:
    """The address without the password."""
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return url[:80]


def brief(error: Exception) -> str:
    """What a database says of an error, in one line."""
    return str(getattr(error, "orig", None) or error).split("\n", 1)[0][:160]


def _sqlite(engine: sa.Engine) -> None:
    """SQLite as it must be here: durable, and a writer waits for its turn before it reads."""

    @sa.event.listens_for(engine, "connect")
    def connected(connection: Any, _: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA busy_timeout = 30000")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
