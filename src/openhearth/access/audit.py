"""The audit log: a chain of hashes, whose head is written down elsewhere too, so that nothing can be taken out unseen.

Each entry names the hash of the one before (SHA-256 over its JSON with sorted keys). A change, a deletion or another order
breaks the chain. Cutting the tail off does not; for that there are **anchors**: a number and a hash, one a line, in a file that
should lie where whoever keeps the log cannot write. `check` needs neither database nor key.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openhearth.access.errors import AccessError

START = "0" * 64


@dataclass(frozen=True)
class Entry:
    """One line of the log."""

    n: int  # from 1
    body: str  # JSON: what happened, when, and the hash of the entry before
    hash: str


def entry(n: int, before: str, at: float, event: Mapping[str, Any]) -> Entry:
    """The entry that follows the one with the hash ``before``.

    Args:
        at: seconds since 1970.
    """
    body = json.dumps(
        {"n": n, "at": at, "before": before, **event},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return Entry(n, body, _hash(body))


def check(entries: Iterable[Entry], anchors: Iterable[tuple[int, str]] = ()) -> int:
    """How many entries there are, all of them as they were written.

    Raises:
        AccessError: one was changed, is missing, or stands in another place; the sentence names the first.
    """
    before, n, hashes = START, 0, {0: START}
    for n, one in enumerate(entries, start=1):
        if one.hash != _hash(one.body):
            raise AccessError(f"entry {n} of the audit log was changed after it was written")
        if (one.n, *_place(one.body)) != (n, n, before):
            raise AccessError(
                f"entry {n} of the audit log does not follow the one before: something is missing"
            )
        before = hashes[n] = one.hash
    for number, hash_ in anchors:
        if number > n:
            raise AccessError(
                f"the audit log ends at entry {n}, and there was an entry {number}: its tail is cut off"
            )
        if hashes[number] != hash_:
            raise AccessError(f"entry {number} of the audit log is another than the one that was anchored")
    return n


def _place(body: str) -> tuple[object, object]:
    """The number of an entry and the hash before it, as its body says."""
    try:
        said = json.loads(body)
        return said["n"], said["before"]
    except (ValueError, TypeError, KeyError):
        return None, None


def write_anchor(path: Path, n: int, hash_: str) -> None:
    """Add a line to ``path``; on the disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{n} {hash_}\n")
        file.flush()
        os.fsync(file.fileno())


def read_anchors(path: Path) -> list[tuple[int, str]]:
    """The anchors in ``path``; none where there is no such file.

    Raises:
        AccessError: a line is no anchor.
    """
    if not path.exists():
        return []
    found = []
    for at, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        number, _, hash_ = line.partition(" ")
        if not number.isdecimal() or len(hash_) != len(START):
            raise AccessError(f"{path}, line {at} is no anchor, which is a number and a hash")
        found.append((int(number), hash_))
    return found


def export(entries: Iterable[Entry]) -> str:
    """The log as lines of JSON, for `read_export`."""
    return "".join(
        json.dumps({"n": one.n, "body": one.body, "hash": one.hash}, ensure_ascii=False) + "\n"
        for one in entries
    )


def read_export(path: Path) -> list[Entry]:
    """Raises `AccessError` where ``path`` is no exported log."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        entries = [Entry(**json.loads(line)) for line in lines]
        if not all(isinstance(one.body, str) and isinstance(one.hash, str) for one in entries):
            raise TypeError("a body or a hash is no text")
        return entries
    except (OSError, ValueError, TypeError) as error:
        raise AccessError(f"{path} is no exported audit log ({str(error)[:80]})") from None


def _hash(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()
