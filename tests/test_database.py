"""Databases: brought to the newest version once, whoever comes first; refused where they are another's or of the future."""

import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from openhearth import database
from openhearth.access import records
from openhearth.database import DatabaseError, connect
from openhearth.ethics.exam import store
from openhearth.ethics.practicals import record
from openhearth.migrations import STEPS
from openhearth.service import accounts

PARTS = {"gate": records.META, "accounts": accounts.META, "exam": store.META, "practicals": record.META}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'a.db'}"
    else:
        yield request.getfixturevalue("postgresql_database")


def shape(url: str) -> dict[str, object]:
    """Columns, keys and indexes of every table."""
    engine = sa.create_engine(url)
    about = sa.inspect(engine)
    found: dict[str, object] = {}
    for name in set(about.get_table_names()) - {database.VERSION.name}:
        columns = {
            one["name"]: (one["type"]._type_affinity.__name__, one["nullable"])
            for one in about.get_columns(name)
        }
        indexes = {
            str(one["name"]): (
                one["column_names"],
                bool(one["unique"]),
                any("where" in key for key in one["dialect_options"]),
            )
            for one in about.get_indexes(name)
        }
        key = about.get_pk_constraint(name)["constrained_columns"]
        unique = [one["column_names"] for one in about.get_unique_constraints(name)]
        foreign = [
            (one["constrained_columns"], one["referred_table"]) for one in about.get_foreign_keys(name)
        ]
        found[name] = columns, indexes, key, unique, foreign
    engine.dispose()
    return found


def versions(url: str) -> dict[str, int]:
    engine = sa.create_engine(url)
    with engine.connect() as base:
        found = {row.part: row.version for row in base.execute(sa.select(database.VERSION))}
    engine.dispose()
    return found


def test_the_steps_lead_to_the_tables_that_are_used(url: str) -> None:
    """Whoever changes a table and adds no step sees it here. All parts in one database, as one URL for all of them."""
    made = sa.create_engine(url)
    for tables in PARTS.values():
        tables.create_all(made)
    wanted = shape(url)
    for tables in PARTS.values():
        tables.drop_all(made)
    made.dispose()
    for part, tables in PARTS.items():
        connect(url, part, tables)
    assert shape(url) == wanted
    assert versions(url) == {part: len(steps) for part, steps in STEPS.items()}


def test_a_database_made_before_versions_were_counted_keeps_what_it_holds(url: str) -> None:
    made = sa.create_engine(url)
    records.META.create_all(made)
    with made.begin() as base:
        base.execute(records.COHORT.insert().values(name="autumn", learner="ada"))
    made.dispose()
    engine = connect(url, "gate", records.META)
    assert versions(url) == {"gate": len(STEPS["gate"])}
    with engine.connect() as base:
        assert base.execute(sa.select(records.COHORT)).all() == [("autumn", "ada")]


def test_an_exam_begun_before_versions_were_counted_goes_on(tmp_path: Path) -> None:
    """The file as it was written then, statement for statement."""
    path = tmp_path / "exam.db"
    with sqlite3.connect(path) as base:
        base.executescript(
            """
            CREATE TABLE attempt (learner TEXT NOT NULL, number INTEGER NOT NULL, paper TEXT NOT NULL,
                bank TEXT NOT NULL, started REAL NOT NULL, due REAL NOT NULL, finished REAL,
                PRIMARY KEY (learner, number));
            CREATE UNIQUE INDEX one_open ON attempt (learner) WHERE finished IS NULL;
            CREATE TABLE answer (id INTEGER PRIMARY KEY, learner TEXT NOT NULL, number INTEGER NOT NULL,
                question INTEGER NOT NULL, choice INTEGER NOT NULL, at REAL NOT NULL,
                FOREIGN KEY (learner, number) REFERENCES attempt (learner, number));
            INSERT INTO attempt VALUES ('ada', 1, '[]', 'b', 1.5, 100, NULL);
            INSERT INTO answer (learner, number, question, choice, at) VALUES ('ada', 1, 0, 2, 2.5);
            """
        )
    with store.Store(path) as opened:
        assert opened.answer("ada", 1, 1, 1, 3.5)
        [attempt] = opened.attempts("ada")
        assert (attempt.started, attempt.answers, opened.latest()) == (1.5, {0: 2, 1: 1}, 3.5)
    assert versions(f"sqlite:///{path}") == {"exam": len(STEPS["exam"])}
    assert [one.name for one in tmp_path.iterdir()] == ["exam.db"], "closed, it is one file to take along"


def test_an_older_version_takes_the_steps_that_it_lacks(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STEPS, "exam", STEPS["exam"][:1])
    old = connect(url, "exam", store.META)
    with old.begin() as base:
        about = {"learner": "ada", "number": 1, "paper": "[]", "bank": "b", "started": 1.0, "due": 9.0}
        base.execute(store.ATTEMPT.insert().values(about))
    assert "answer_of" not in str(shape(url))
    database.close(old)
    monkeypatch.undo()
    with store.Store(url) as opened:
        assert [one.learner for one in opened.attempts()] == ["ada"]
    assert "answer_of" in str(shape(url))
    assert versions(url) == {"exam": 2}


def test_a_step_that_fails_changes_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    database.close(connect(url, "exam", store.META))
    before = shape(url), versions(url)
    bad = ("CREATE TABLE more (name TEXT)", "CREATE TABLE attempt (name TEXT)")
    monkeypatch.setitem(STEPS, "exam", (*STEPS["exam"], bad))
    with pytest.raises(DatabaseError, match=r"cannot be used .*already exists"):
        connect(url, "exam", store.META)
    assert (shape(url), versions(url)) == before


def test_a_database_of_the_future_is_refused(url: str) -> None:
    engine = connect(url, "exam", store.META)
    with engine.begin() as base:
        base.execute(database.VERSION.update().values(version=7))
    database.close(engine)
    with pytest.raises(
        store.StoreError, match=r"is of version 7 \(exam\), and this Openhearth knows versions up to 2"
    ):
        store.Store(url)
    assert versions(url) == {"exam": 7}


def test_another_programs_database_is_refused(url: str) -> None:
    other = sa.create_engine(url)
    with other.begin() as base:
        base.execute(sa.text("CREATE TABLE session (token TEXT PRIMARY KEY, expires FLOAT)"))
    other.dispose()
    with pytest.raises(DatabaseError, match="a table session without did, csrf, so it is another program's"):
        connect(url, "accounts", accounts.META)
    assert list(shape(url)) == ["session"], "and nothing was put into it"


def test_many_that_start_at_once_take_each_step_once(url: str) -> None:
    script = textwrap.dedent(
        """
        import sys, time
        from openhearth.ethics.exam import Store
        time.sleep(max(0, float(sys.argv[2]) - time.time()))
        with Store(sys.argv[1]) as store:
            store.begin("ada", 1, (), "", 1.0, 9.0)
            print(len(store.attempts("ada")))
        """
    )
    words = [sys.executable, "-c", script, url, str(time.time() + 4)]
    running = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    assert [one.communicate()[0] for one in running] == ["1\n"] * 6
    assert versions(url) == {"exam": len(STEPS["exam"])}


def test_a_process_has_one_engine_for_a_database(url: str) -> None:
    engine = connect(url, "exam", store.META)
    assert connect(url, "practicals", record.META) is engine
    with store.Store(url, keep=True) as one:
        assert one.latest() == 0.0
    began = time.perf_counter()
    for _ in range(100):
        with store.Store(url, keep=True) as one:
            pass
    assert (time.perf_counter() - began) / 100 < 0.005
    assert connect(url, "exam", store.META) is engine
    database.close(engine)
    assert connect(url, "exam", store.META) is not engine


def test_a_file_that_was_put_back_is_the_one_that_is_used(tmp_path: Path) -> None:
    path = tmp_path / "exam.db"
    with store.Store(path, keep=True) as opened:
        opened.begin("ada", 1, (), "", 1.0, 9.0)
    for left in tmp_path.iterdir():
        left.unlink()
    with store.Store(path, keep=True) as opened:
        assert opened.attempts() == []
        opened.begin("bo", 1, (), "", 1.0, 9.0)
    with sqlite3.connect(path) as base:
        assert base.execute("SELECT learner FROM attempt").fetchall() == [("bo",)]


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("mysql://x", "needs its driver|neither SQLite"),
        ("no address", "the database no address cannot be used"),
        ("sqlite:////proc/nowhere/exam.db", "cannot be used"),
        ("postgresql+psycopg://sato:hunter2@127.0.0.1:1/exam", r"sato:\*\*\*@127"),
    ],
)
def test_what_cannot_be_used_is_named_and_its_password_is_not(where: str, sentence: str) -> None:
    with pytest.raises(store.StoreError, match=sentence) as error:
        store.Store(where)
    assert "hunter2" not in str(error.value)
    assert "\n" not in str(error.value)
