"""The audit log: whatever is done to it afterwards is seen, with nothing but the log and its anchors."""

import json
from pathlib import Path

import pytest
from world import World

from openhearth.access import AccessError, audit
from openhearth.access.records import AUDIT


@pytest.fixture
def entries(world: World) -> list[audit.Entry]:
    world.everything(world.ada, "reviewed-set")
    world.opens(world.ada, "reviewed-set")
    world.opens(world.bo, "reviewed-set")
    return world.gate.records.log()


def anchors(world: World) -> list[tuple[int, str]]:
    return audit.read_anchors(world.gate.records.anchors)


def test_every_change_is_in_the_log_and_anchored(world: World, entries: list[audit.Entry]) -> None:
    what = [json.loads(one.body)["what"] for one in entries]
    assert what == ["placed"] * 4 + ["agreed", "requested", "vouched", "granted", "opened", "denied"]
    assert audit.check(entries, anchors(world)) == len(entries) == anchors(world)[-1][0]
    assert json.loads(entries[-1].body)["missing"], "why it was denied is in the log"


def test_a_line_changed_deleted_moved_or_cut_off_is_seen(world: World, entries: list[audit.Entry]) -> None:
    kept = anchors(world)
    for at in range(len(entries)):
        said = json.loads(entries[at].body) | {"by": "nobody"}
        forged = audit.Entry(entries[at].n, json.dumps(said), entries[at].hash)
        with pytest.raises(AccessError, match=f"entry {at + 1} of the audit log was changed"):
            audit.check([*entries[:at], forged, *entries[at + 1 :]], kept)
        with pytest.raises(AccessError, match=r"something is missing|tail is cut off"):
            audit.check([*entries[:at], *entries[at + 1 :]], kept)
        if at:
            swapped = [*entries[: at - 1], entries[at], entries[at - 1], *entries[at + 1 :]]
            with pytest.raises(AccessError, match="does not follow the one before"):
                audit.check(swapped, kept)
        with pytest.raises(AccessError, match="its tail is cut off"):
            audit.check(entries[:at], kept)
    assert audit.check(entries[:-1]) == len(entries) - 1, "without anchors a cut tail goes unseen"


def test_a_log_written_anew_by_whoever_has_the_database_is_seen_by_its_anchors(
    world: World, entries: list[audit.Entry]
) -> None:
    before, forged = audit.START, []
    for one in entries:
        said = {k: v for k, v in json.loads(one.body).items() if k not in ("n", "at", "before")}
        made = audit.entry(one.n, before, 1.0, {**said, "by": "nobody"})
        forged.append(made)
        before = made.hash
    assert audit.check(forged) == len(forged), "by itself it is a sound chain"
    with pytest.raises(
        AccessError, match="entry 1 of the audit log is another than the one that was anchored"
    ):
        audit.check(forged, anchors(world))


def test_a_line_taken_out_of_the_database_is_seen(world: World, entries: list[audit.Entry]) -> None:
    with world.gate.records.writing() as change:
        change.base.execute(AUDIT.delete().where(AUDIT.c.n == 3))
    with pytest.raises(AccessError, match="entry 3 of the audit log does not follow"):
        audit.check(world.gate.records.log(), anchors(world))


def test_an_exported_log_is_checked_without_the_database(
    world: World, entries: list[audit.Entry], tmp_path: Path
) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(audit.export(entries), encoding="utf-8")
    assert audit.check(audit.read_export(path), anchors(world)) == len(entries)
    for content in ("{", '{"n": 1}\n', "[1]\n", '{"n": 1, "body": 5, "hash": "x"}\n'):
        path.write_text(content)
        with pytest.raises(AccessError, match="is no exported audit log"):
            audit.read_export(path)
    for line in (b"one 2\n", "² ".encode() + b"0" * 64, b"\xff\xfe"):
        path.write_bytes(line)
        with pytest.raises(AccessError, match="line 1 is no anchor"):
            audit.read_anchors(path)


def test_a_log_made_up_by_a_stranger_is_refused_and_not_stumbled_over() -> None:
    for body in ("[]", "x", "{}", '"text"', '{"n": 1}'):
        made = audit.Entry(1, body, audit._hash(body))
        with pytest.raises(AccessError, match="does not follow the one before"):
            audit.check([made])
