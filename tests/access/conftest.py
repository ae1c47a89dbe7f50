"""The gate on each kind of database."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from world import NOON, World, resource

from openhearth.access import Desk, Gate, Records, terms
from openhearth.access.records import META
from openhearth.ethics.credential.keys import make_key

sys.path.insert(0, str(Path(__file__).parents[1] / "ethics"))  # school.py


@pytest.fixture
def make_world(tmp_path: Path) -> Callable[..., World]:
    def make(url: str = "", folder: str = "access") -> World:
        now, revoked = [NOON], set[str]()
        root = tmp_path / folder
        records = Records(url or f"sqlite:///{root / 'gate.db'}", root / "anchors.txt", lambda: now[0])

        def certified(content: bytes, holder: str, least: str) -> str:
            if content.decode() != f"certificate of {holder}":
                return "it was issued to another"
            return "it is revoked" if holder in revoked else ""

        gate = Gate(root, records, "gate.example", certified)
        content = tmp_path / "content"
        content.mkdir(exist_ok=True)
        (content / "a.csv").write_text("id,value\n1,2\n")
        for tier in terms.ASKS:
            gate.place(resource(f"{tier}-set", tier), content, "Dr. Sato")
        keys = [make_key(root / f"{name}.pem") for name in ("ada", "bo")]
        return World(gate, Desk(records), *keys, now, revoked)

    return make


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


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, make_world: Callable[..., World]) -> Iterator[World]:
    """On each kind of database; empty for each test."""
    if request.param == "sqlite":
        yield make_world()
        return
    url = request.getfixturevalue("postgresql")
    made = make_world(url)
    yield made
    made.gate.records.close()
    engine = create_engine(url)
    META.drop_all(engine)
    engine.dispose()
