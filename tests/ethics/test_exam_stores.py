"""What the record of attempts promises holds on each kind of database, for windows and processes that write at once."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, TimeoutError
from pathlib import Path

import pytest
import sqlalchemy as sa

from openhearth.ethics.exam import Store, StoreError
from openhearth.ethics.exam.store import ATTEMPT
from openhearth.ethics.practicals import TASKS, Practicals

NOON = 1_800_000_000.123456


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """A file, or the address of an empty database."""
    if request.param == "sqlite":
        return tmp_path / "exam.db"
    return str(request.getfixturevalue("postgresql_database"))


@pytest.fixture
def store(where: Path | str) -> Iterator[Store]:
    with Store(where) as opened:
        yield opened


def begin(store: Store, learner: str = "ada", number: int = 1, bank: str = "b") -> None:
    store.begin(learner, number, (), bank, NOON, NOON + 60)


def test_windows_that_begin_at_once_are_one_attempt(store: Store) -> None:
    with ThreadPoolExecutor(8) as windows:
        for learner in map(str, range(10)):
            list(windows.map(lambda n, who=learner: begin(store, who, 1 + n % 2, f"bank {n}"), range(8)))
    attempts = store.attempts()
    assert [attempt.learner for attempt in attempts] == sorted(map(str, range(10)))
    assert all(attempt.finished is None for attempt in attempts)
    begin(store, "0", 3)
    assert len(store.attempts("0")) == 1, "one open attempt a learner"


def test_the_last_answer_counts_and_times_come_back_as_they_were(store: Store) -> None:
    begin(store)
    begin(store, "bo")
    for question, choice in ((0, 1), (1, 1), (0, 2), (1, 0), (0, 3)):
        assert store.answer("ada", 1, question, choice, NOON + question)
    [attempt] = store.attempts("ada")
    assert attempt.answers == {0: 3, 1: 0}
    assert (attempt.started, attempt.due, store.latest()) == (NOON, NOON + 60, NOON + 1)
    assert store.attempts("bo")[0].answers == {}
    assert not store.answer("ada", 1, 0, 0, NOON + 61), "its time is over"
    assert not store.answer("ada", 2, 0, 0, NOON), "there is no such attempt"


def test_the_first_end_counts(store: Store) -> None:
    begin(store)
    with ThreadPoolExecutor(8) as windows:
        list(windows.map(lambda n: store.finish("ada", 1, NOON + n), range(1, 9)))
    first = store.attempts("ada")[0].finished
    store.finish("ada", 1, NOON + 50)
    assert store.attempts("ada")[0].finished == first == store.latest()
    begin(store, number=2)
    assert [attempt.number for attempt in store.attempts("ada")] == [1, 2]


def test_an_answer_that_waits_for_the_end_is_not_taken(store: Store) -> None:
    begin(store)
    with ThreadPoolExecutor(1) as window:
        with store._engine.begin() as base:
            base.execute(sa.update(ATTEMPT).values(finished=NOON + 1))
            late = window.submit(store.answer, "ada", 1, 0, 2, NOON + 1)
            with pytest.raises(TimeoutError):
                late.result(0.5)
        assert late.result(30) is False
    assert store.attempts("ada")[0].answers == {}


def test_of_answers_and_an_end_at_once_what_was_taken_is_there(store: Store) -> None:
    with ThreadPoolExecutor(8) as windows:
        for learner in map(str, range(8)):
            begin(store, learner)
            said = [windows.submit(store.answer, learner, 1, n, 0, NOON) for n in range(20)]
            windows.submit(store.finish, learner, 1, NOON + 1)
            said += [windows.submit(store.answer, learner, 1, n, 0, NOON) for n in range(20, 40)]
            taken = {n for n, answer in enumerate(said) if answer.result(60)}
            assert set(store.attempts(learner)[0].answers) == taken


def test_no_answer_is_lost_when_whoever_took_it_is_killed(where: Path | str) -> None:
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from openhearth.ethics.exam import Store
        where = sys.argv[1]
        store = Store(where if "://" in where else Path(where))
        store.begin("ada", 1, (), "b", 0.0, 1e9)
        for n in range(10**6):
            assert store.answer("ada", 1, n, 0, 1.0)
            print(n, flush=True)
        """
    )
    for enough in (3, 60):
        words = [sys.executable, "-c", script, str(where)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout
            said = [int(running.stdout.readline()) for _ in range(enough)]
            os.kill(running.pid, signal.SIGKILL)
            said += [int(line) for line in running.stdout.read().split("\n")[:-1]]
        with Store(where) as store:
            assert set(said) <= set(store.attempts("ada")[0].answers)


def test_a_database_that_goes_away_is_named_and_comes_back(postgresql_database: str, postgresql: str) -> None:
    """The server ends every connection, as it does when it is started anew."""
    with Store(postgresql_database) as store:
        begin(store)
        server = sa.create_engine(postgresql, isolation_level="AUTOCOMMIT")
        with server.connect() as base:
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'test_%'"
            base.execute(sa.text(ended))
        server.dispose()
        assert store.answer("ada", 1, 0, 2, NOON)
        with store._engine.begin() as base:
            base.execute(sa.text("ALTER TABLE answer RENAME TO gone"))
        with pytest.raises(StoreError, match=r"the record of attempts postgresql.*cannot be used"):
            store.answer("ada", 1, 0, 1, NOON)
        with store._engine.begin() as base:
            base.execute(sa.text("ALTER TABLE gone RENAME TO answer"))
        assert store.attempts("ada")[0].answers == {0: 2}


def test_windows_that_begin_a_practical_task_at_once_have_one_try(tmp_path: Path, where: Path | str) -> None:
    task = next(iter(TASKS.values()))
    with Practicals(tmp_path, b"s" * 32, lambda: NOON, where) as practicals:
        with ThreadPoolExecutor(4) as windows:
            tries = list(windows.map(lambda _: practicals.begin("ada", task)[0], range(8)))
        assert len(set(tries)) == 1
        assert practicals.tries("ada") == tries[:1]
        assert practicals.tries("bo") == []


def test_one_address_names_the_record_for_all_who_use_it(
    tmp_path: Path, where: Path | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The terminal and the class service, which then has no file of its own."""
    address = where if isinstance(where, str) else f"sqlite:///{where}"
    monkeypatch.setenv("OPENHEARTH_EXAM_DB", address)
    home = tmp_path / "home"
    about = {**os.environ, "OPENHEARTH_HOME": str(home)}

    def ethics(*words: str, typed: str = "") -> str:
        words = (sys.executable, "-m", "openhearth", "ethics", *words)
        done = subprocess.run(words, input=typed, capture_output=True, text=True, env=about, check=False)
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    ethics("identity", "--name", "Amina Diallo")
    ethics("secret")
    assert "[2 of 40]" in ethics("exam", typed="1\nq\n")
    assert "leak" in ethics("practical")
    from openhearth.service.app import create_app
    from openhearth.service.settings import load

    site = create_app(load(home, "https://class.example")).state.site
    with site.store() as store:
        [attempt] = store.attempts()
        store.finish(attempt.learner, 1, attempt.started)
    assert attempt.answers == {0: 0}
    assert "1 first attempts" in ethics("report")
    assert not [*home.rglob("exam.db"), *home.rglob("practicals.db")]
