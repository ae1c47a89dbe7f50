"""The gate: everything a resource asks for has to be there, each time it is opened. What is missing is named; the rest is denied.

One rule decides (`Gate.open`), for the terminal, the class service and lessons alike. It trusts nothing that it decided before:
certificate, agreement, referee, grant and policy are looked at anew. So what has ended, was revoked or was changed since
opens nothing any more, whatever any other record says.
"""

import datetime
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from openhearth.access import sealing
from openhearth.access.asks import ASKED, Found
from openhearth.access.asks import resource as find
from openhearth.access.errors import AccessError
from openhearth.access.records import NONCE, RESOURCE, Records
from openhearth.access.signed import Presentation, read_presentation
from openhearth.access.terms import ASKS, Resource
from openhearth.workspace import write_atomic

CHALLENGE = 120.0  # seconds that a challenge may be answered
KEPT = 86_400.0  # seconds that a challenge is remembered after that

Certified = Callable[[bytes, str, str], str]
"""(certificate, holder, least version) -> why it does not count, "" where it does."""


@dataclass(frozen=True)
class Check:
    """One thing that is asked for: whether it is there, and what was found."""

    name: str
    passed: bool
    says: str


@dataclass(frozen=True)
class Decision:
    """What the gate decided on a presentation."""

    resource: str
    holder: str
    checks: tuple[Check, ...]
    wrapped: bytes | None = None  # the resource's key for the holder; None: denied

    @property
    def missing(self) -> list[str]:
        return [f"{check.name}: {check.says}" for check in self.checks if not check.passed]

    @property
    def opened(self) -> bool:
        return self.wrapped is not None


class Gate:
    """The gate of one class or institution, in ``folder``: sealed files and their keys; what is decided is in ``records``.

    Args:
        domain: what its challenges are bound to, such as the address of the class service.
        certified: verifies certificates; `openhearth.access.local.trusting` makes one.
    """

    def __init__(self, folder: Path, records: Records, domain: str, certified: Certified) -> None:
        self.folder, self.records, self.domain, self._certified = folder, records, domain, certified

    def place(self, resource: Resource, content: Path, by: str) -> Resource:
        """Put the folder ``content`` behind the gate as ``resource``; placed again, it is sealed anew with a new key.

        Raises:
            AccessError: the folder cannot be sealed.
        """
        key, sealed = sealing.make_key(), self.sealed(resource.name)
        sealing.seal(content, sealed, sealing.public(key))
        path = self._key(resource.name)
        write_atomic(path, key + "\n")
        path.chmod(0o600)
        with sealed.open("rb") as file:
            made = replace(resource, sealed=hashlib.file_digest(file, "sha256").hexdigest())
        with self.records.writing() as change:
            change.base.execute(RESOURCE.delete().where(RESOURCE.c.name == made.name))
            change.base.execute(
                RESOURCE.insert().values(name=made.name, body=made.to_json(), placed=change.now)
            )
            change.write("placed", resource=made.name, tier=made.tier, sealed=made.sealed, by=by)
        return made

    def withdraw(self, name: str, by: str) -> None:
        """Open ``name`` to nobody any more. What was given out stays out.

        Raises:
            AccessError: there is no such resource, or it is withdrawn already.
        """
        with self.records.writing() as change:
            find(change.base, name)
            change.base.execute(RESOURCE.update().where(RESOURCE.c.name == name).values(withdrawn=change.now))
            change.write("withdrawn", resource=name, by=by)

    def challenge(self) -> str:
        """A nonce to answer, once, within `CHALLENGE` seconds."""
        value = secrets.token_urlsafe(24)
        with self.records.writing() as change:
            change.base.execute(NONCE.delete().where(NONCE.c.expires < change.now - KEPT))
            change.base.execute(NONCE.insert().values(value=value, expires=change.now + CHALLENGE))
        return value

    def open(self, token: bytes) -> Decision:
        """Decide on a presentation; where all is there, the resource's key, wrapped to the key in the presentation.

        Raises:
            AccessError: the presentation itself is not sound: forged, for another gate, replayed, or too late; or there
                is no such resource.
        """
        said = read_presentation(
            token, self.domain, datetime.datetime.fromtimestamp(self.records.clock(), datetime.UTC)
        )
        self._use(said)
        certificate = self._certificate(
            self.resource(said.resource), said
        )  # slow, so before others have to wait
        with self.records.writing() as change:
            resource = find(change.base, said.resource)
            checks = self._checks(change.base, resource, said, certificate, change.now)
            wrapped = None
            if all(check.passed for check in checks):
                key = self._key(resource.name).read_text(encoding="utf-8")
                wrapped = sealing.wrap(key, said.recipient)
            decision = Decision(resource.name, said.holder, checks, wrapped)
            change.write(
                "opened" if decision.opened else "denied",
                resource=resource.name,
                holder=said.holder,
                purpose=said.purpose,
                missing=decision.missing,
            )
        return decision

    def standing(self, holder: str, name: str, purpose: str, certificate: str = "") -> tuple[Check, ...]:
        """How a learner stands with a resource, as `open` would find it; nothing is opened or written."""
        said = Presentation(holder, name, purpose, "", self.domain, "", "", certificate)
        with self.records.reading() as base:
            resource = find(base, name)
            found = self._certificate(resource, said)
            return self._checks(base, resource, said, found, self.records.clock())

    def resource(self, name: str) -> Resource:
        """Raises `AccessError` where nothing of that name is behind this gate."""
        with self.records.reading() as base:
            return find(base, name)

    def resources(self) -> list[Resource]:
        """All that is behind this gate, by name."""
        with self.records.reading() as base:
            rows = base.execute(
                sa.select(RESOURCE.c.body).where(RESOURCE.c.withdrawn.is_(None)).order_by(RESOURCE.c.name)
            )
            return [Resource.from_json(row.body) for row in rows]

    def sealed(self, name: str) -> Path:
        """Where the sealed file of a resource is."""
        return self.folder / "sealed" / f"{name}.age"

    def _use(self, said: Presentation) -> None:
        """Use the challenge up, whatever comes of it."""
        with self.records.writing() as change:
            used = change.base.execute(
                NONCE.update()
                .where(NONCE.c.value == said.nonce, NONCE.c.used.is_(None), NONCE.c.expires >= change.now)
                .values(used=change.now)
            )
            fresh = used.rowcount == 1
            if not fresh:
                change.write("refused", holder=said.holder, why="its challenge was used, or is too old")
        if not fresh:
            raise AccessError(
                "the challenge was answered already, is too old, or was never given here; ask for another"
            )

    def _certificate(self, resource: Resource, said: Presentation) -> Found:
        if "certificate" not in ASKS[resource.tier]:
            return "", ""
        if not said.certificate:
            return "no certificate of the ethics training was shown (openhearth ethics)", ""
        return self._certified(said.certificate.encode(), said.holder, resource.least), "it is good"

    def _checks(
        self, base: Connection, resource: Resource, said: Presentation, certificate: Found, now: float
    ) -> tuple[Check, ...]:
        checks = []
        for name in ASKS[resource.tier]:
            why, good = certificate if name == "certificate" else ASKED[name](base, resource, said, now)
            checks.append(Check(name, not why, why or good))
        return tuple(checks)

    def _key(self, name: str) -> Path:
        return self.folder / "keys" / f"{name}.key"
