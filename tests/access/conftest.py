"""The gate on each kind of database."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from world import NOON, World, resource

from openhearth.access import Desk, Gate, Records, terms
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


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, make_world: Callable[..., World]) -> Iterator[World]:
    """On each kind of database; empty for each test."""
    if request.param == "sqlite":
        yield make_world()
        return
    made = make_world(request.getfixturevalue("postgresql_database"))
    yield made
    made.gate.records.close()
