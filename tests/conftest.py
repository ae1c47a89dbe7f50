"""What tests share: the course run once from a fresh clone, and the table of what lessons took."""

import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SLOW_FIXTURES = {"fresh_clone", "book_html"}
CLONE_SECONDS = 2400
LESSONS = pytest.StashKey[dict[str, tuple[float, float]]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LESSONS] = {}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whichever test asks for the fresh clone first waits for it."""
    for item in items:
        if SLOW_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.timeout(CLONE_SECONDS))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.stash[LESSONS]:
        terminalreporter.section("lessons, each alone, at the dial's smallest setting")
        for name, (seconds, peak_mb) in sorted(config.stash[LESSONS].items()):
            terminalreporter.write_line(f"{name:<28} {seconds:7.1f} s {peak_mb:7.0f} MB")


@pytest.fixture(scope="session")
def lesson_table(request: pytest.FixtureRequest) -> dict[str, tuple[float, float]]:
    """Seconds and peak megabytes by lesson; printed when all tests are done."""
    return request.config.stash[LESSONS]


def clean_environment(home: Path) -> dict[str, str]:
    """A stranger's: no virtual environment of ours, a workspace of their own, the smallest dial."""
    ours = Path(sys.prefix) / "bin"
    paths = [path for path in os.environ["PATH"].split(os.pathsep) if Path(path) != ours]
    kept = {
        k: v
        for k, v in os.environ.items()
        if k not in ("VIRTUAL_ENV", "PYTHONPATH", "MAKEFLAGS", "MAKELEVEL")
    }
    return {
        **kept,
        "PATH": os.pathsep.join(paths),
        "OPENHEARTH_HOME": str(home),
        "OPENHEARTH_MINUTES": "0.1",
        "COLUMNS": "200",
    }


def clone(target: Path) -> Path:
    """A clone of the repository as its working tree stands (of the last commit, where all is committed)."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(target)], check=True)
    changed = ["git", "ls-files", "-z", "--modified", "--deleted", "--others", "--exclude-standard"]
    listed = subprocess.run(changed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
        else:
            (target / name).unlink(missing_ok=True)
    return target


@pytest.fixture(scope="session")
def fresh_clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone in which ``make course`` has run, once a session; its output is in ``make_course.log``."""
    folder = tmp_path_factory.mktemp("fresh")
    checkout = clone(folder / "openhearth")
    done = subprocess.run(
        ["make", "course"],
        cwd=checkout,
        env=clean_environment(folder / "home"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    (folder / "make_course.log").write_text(done.stdout)
    assert done.returncode == 0, done.stdout[-4000:]
    os.environ["OPENHEARTH_BOOK_HTML"] = str(checkout / "_build" / "html")
    return checkout


@pytest.fixture(scope="session")
def book_html(request: pytest.FixtureRequest) -> Path:
    """The built book: what ``OPENHEARTH_BOOK_HTML`` names (to look at one again), else the fresh clone's."""
    built = os.environ.get("OPENHEARTH_BOOK_HTML")
    return Path(built) if built else request.getfixturevalue("fresh_clone") / "_build" / "html"


@pytest.fixture
def stranger(fresh_clone: Path) -> dict[str, str]:
    """The environment in which the fresh clone was run."""
    return clean_environment(fresh_clone.parent / "home")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium: the system's own, never one that is downloaded.

    Open for one file of tests only: while it is, an event loop runs in this thread, and other tests
    could not start one of their own.
    """
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert chromium, "there is no Chromium; install the package chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server of this session's own, on a socket in a folder."""
    found = [
        shutil.which("pg_ctl") or "",
        *sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))),
    ]
    if not any(found):
        pytest.fail("there is no PostgreSQL; install the package postgresql")
    programs = Path(next(filter(None, reversed(found)))).parent
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # a socket's path must be short
    as_user: list[str] = []
    if os.getuid() == 0:  # PostgreSQL does not run as root
        as_user = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")

    def run(program: str, *words: str) -> None:
        subprocess.run([*as_user, str(programs / program), *words], check=True, capture_output=True, cwd="/")

    run("initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "gate", "--no-sync")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    run("pg_ctl", "-D", f"{folder}/data", "-o", options, "-l", f"{folder}/log", "-w", "start")
    yield f"postgresql+psycopg://gate@/postgres?host={folder}"
    run("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql_database(postgresql: str) -> Iterator[str]:
    """The address of an empty database on it."""
    server = sa.create_engine(postgresql, isolation_level="AUTOCOMMIT")
    name = f"test_{uuid.uuid4().hex}"
    with server.connect() as base:
        base.execute(sa.text(f"CREATE DATABASE {name}"))
    yield postgresql.replace("/postgres?", f"/{name}?")
    with server.connect() as base:
        base.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()
