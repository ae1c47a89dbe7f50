"""What a verifier remembers: the newest list and trust file it has believed, so that nobody can show it older ones.

It also remembers the latest moment that a trusted key has signed. A clock that is behind that has been set back.
"""

import datetime
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from openhearth.ethics.credential import strict, times
from openhearth.ethics.credential.errors import CredentialError, RefusalError
from openhearth.workspace import write_atomic, write_json

CAP = 1024 * 1024  # bytes


@dataclass(frozen=True)
class Memory:
    """In ``folder``; made when first written."""

    folder: Path

    def latest(self) -> datetime.datetime | None:
        """The latest moment that was signed by a trusted key."""
        said = self._read()["signed"]
        return times.read(said) if said else None

    def serial(self, root: str) -> int:
        """Of the newest trust file that ``root`` signed; 0 where none was seen."""
        return int(self._read()["serials"].get(root, 0))

    def since(self, list_id: str) -> datetime.datetime | None:
        """When the newest list called ``list_id`` was made."""
        said = self._read()["lists"].get(list_id)
        return times.read(said) if said else None

    def kept(self, list_id: str) -> bytes | None:
        """A copy of that list."""
        path = self._copy(list_id)
        return path.read_bytes() if path.is_file() else None

    def trusts(self) -> list[tuple[str, bytes]]:
        """The (root, trust file) pairs that were believed."""
        return [
            (f"did:key:{path.stem}", path.read_bytes()) for path in sorted(self.folder.glob("trust/*.jwt"))
        ]

    def believe_trust(self, root: str, serial: int, issued: datetime.datetime, content: bytes) -> None:
        if serial > self.serial(root):
            write_atomic(self.folder / "trust" / f"{root.removeprefix('did:key:')}.jwt", content)
        self._add("serials", root, serial, issued)

    def believe_list(self, list_id: str, since: datetime.datetime, content: bytes) -> None:
        if since != self.since(list_id):
            write_atomic(self._copy(list_id), content)
        self._add("lists", list_id, times.write(since), since)

    def _copy(self, list_id: str) -> Path:
        return self.folder / "lists" / hashlib.sha256(list_id.encode()).hexdigest()[:32]

    def _add(self, kind: str, name: str, value: Any, signed: datetime.datetime) -> None:
        """Raise what is remembered; it never goes down, whichever of two processes writes last."""
        known = self._read()
        if known[kind].get(name) == value and (known["signed"] or "") >= times.write(signed):
            return
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(self.folder / "seen.lock", timeout=60):
            known = self._read()
            known[kind][name] = max(value, known[kind].get(name, value))
            known["signed"] = max(times.write(signed), known["signed"] or "")
            write_json(self.folder / "seen.json", known)

    def _read(self) -> dict[str, Any]:
        path = self.folder / "seen.json"
        try:
            known = strict.loads(path.read_bytes(), CAP)
            return {
                "signed": str(known["signed"]),
                "serials": dict(known["serials"]),
                "lists": dict(known["lists"]),
            }
        except FileNotFoundError:
            return json.loads('{"signed": "", "serials": {}, "lists": {}}')  # type: ignore[no-any-return]
        except (RefusalError, KeyError, TypeError, ValueError):
            raise CredentialError(
                f"{path}, where verified lists are remembered, is damaged; delete it, and get the newest "
                "trust file and status list from the issuer before you verify"
            ) from None
