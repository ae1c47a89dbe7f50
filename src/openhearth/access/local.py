"""A class's gate on this machine, and what a learner has opened through it. The same rule as on the class service.

In the workspace, ``access/`` holds the gate: ``gate.db`` (or what OPENHEARTH_ACCESS_DB names), the sealed files and their
keys, and the anchors of the audit log (or where OPENHEARTH_ACCESS_ANCHORS says: a disk that others keep). ``opened/`` holds
what was opened here.
"""

import datetime
import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path

from openhearth.access import sealing
from openhearth.access.errors import AccessError
from openhearth.access.gate import Certified, Check, Gate
from openhearth.access.odrl import PURPOSES
from openhearth.access.records import Records
from openhearth.access.signed import Agreement, Presentation, agree, present
from openhearth.access.terms import Resource
from openhearth.ethics import credential
from openhearth.ethics.credential import lists, strict, times
from openhearth.ethics.credential.issue import CAP
from openhearth.workspace import read_json, write_json

DOMAIN = "this-machine"


def open_gate(root: Path) -> Gate:
    """The gate in the workspace ``root``; made where there is none.

    Raises:
        AccessError: its records cannot be used.
    """
    records = Records(records_url(root), anchors_of(root))
    return Gate(root / "access", records, DOMAIN, trusting(root / "ethics"))


def records_url(root: Path) -> str:
    """Where the gate's records are."""
    return os.environ.get("OPENHEARTH_ACCESS_DB") or f"sqlite:///{root / 'access' / 'gate.db'}"


def anchors_of(root: Path) -> Path:
    """Where the head of the audit log is written to."""
    return Path(os.environ.get("OPENHEARTH_ACCESS_ANCHORS") or root / "access" / "anchors.txt")


def trusting(ethics: Path) -> Certified:
    """Verifies certificates of the institution in ``ethics`` and of those that were trusted there before."""

    def certified(content: bytes, holder: str, least: str) -> str:
        return verdict_of(ethics, content, subject=holder, least=least).reason

    return certified


def verdict_of(
    ethics: Path, content: bytes, *, subject: str | None = None, least: str = "1.0"
) -> credential.Verdict:
    """Whether ``content`` is a good certificate of the institution in ``ethics``, or of one that was trusted there before."""
    memory = credential.Memory(ethics / "seen")
    given, own = dict(memory.trusts()), ""
    if (ethics / "issuer" / "trust.jwt").is_file():
        office = credential.open_office(ethics / "issuer")
        own = office.institution.root
        given[own] = (office.folder / "trust.jwt").read_bytes()

    def listed(institution: credential.Institution) -> bytes:
        path = ethics / "issuer" / "public" / "revocation.json"
        if institution.root == own and path.is_file():
            return path.read_bytes()
        return lists.from_site(None, memory)(institution)

    institutions = [credential.read_trust(content, root) for root, content in given.items()]
    return credential.verify(content, institutions, listed, memory=memory, subject=subject, least=least)


def sign(gate: Gate, name: str, learner: credential.Learner) -> Resource:
    """Sign the agreement of a resource with the learner's key, and hand it in.

    Raises:
        AccessError: there is no such resource.
    """
    resource = gate.resource(name)
    said = Agreement(learner.key.did, name, resource.agreement_hash, times.write(times.now()))
    from openhearth.access.desk import Desk

    return Desk(gate.records).agree(agree(said, learner.key))


def open_here(
    gate: Gate, name: str, purpose: str, certificate: str, learner: credential.Learner, root: Path
) -> Path:
    """Open a resource into ``opened/NAME`` of the workspace ``root``; the folder.

    Raises:
        AccessError: something that the resource asks for is missing (all of it is named), or its file was changed.
    """
    resource, private = gate.resource(name), sealing.make_key()
    said = Presentation(
        learner.key.did,
        name,
        purpose,
        gate.challenge(),
        gate.domain,
        sealing.public(private),
        times.write(times.now()),
        certificate,
    )
    decision = gate.open(present(said, learner.key))
    if decision.wrapped is None:
        raise AccessError(denial(name, decision.checks))
    sealed = gate.sealed(name)
    with sealed.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != resource.sealed:
            raise AccessError(
                f"{sealed} is another file than the one that was placed; ask whoever keeps the gate"
            )
    folder = root / "opened" / name
    sealing.unseal(sealed, sealing.unwrap(decision.wrapped, private), folder)
    write_json(
        folder.with_suffix(".json"),
        {"resource": name, "purpose": purpose, "certificate": certificate, "sealed": resource.sealed},
    )
    return folder


def compact(content: bytes) -> str:
    """A certificate's JSON without line ends, as a presentation carries it.

    Raises:
        AccessError: it is no JSON of a certificate.
    """
    try:
        return json.dumps(strict.loads(content, CAP), ensure_ascii=False, separators=(",", ":"))
    except credential.RefusalError as error:
        raise AccessError(f"the certificate cannot be shown: {error}") from None


def opened(gate: Gate, name: str, learner: credential.Learner, root: Path) -> Path:
    """The folder of a resource that was opened here, if it could be opened again now.

    Raises:
        AccessError: it was not opened, or what it asks for is there no more; the sentence names what is missing.
    """
    folder, certificate = root / "opened" / name, ""
    purposes: tuple[str, ...] = PURPOSES
    if folder.is_dir():
        said = read_json(folder.with_suffix(".json"))
        purposes, certificate = (said["purpose"],), said["certificate"]
    stands = [gate.standing(learner.key.did, name, purpose, certificate) for purpose in purposes]
    checks = max(
        stands, key=lambda one: sum(check.passed for check in one)
    )  # the purpose that is nearest to open
    if not all(check.passed for check in checks):
        gone = f"; your access has ended, so delete {folder} as you agreed to" if folder.is_dir() else ""
        raise AccessError(denial(name, checks) + gone)
    if not folder.is_dir():
        raise AccessError(f"{name} is not open here yet; openhearth access open {name}")
    return folder


def denial(name: str, checks: tuple[Check, ...]) -> str:
    """One sentence with everything that is missing."""
    missing = [
        f"({n}) {check.name}: {check.says}"
        for n, check in enumerate([c for c in checks if not c.passed], start=1)
    ]
    return f"{name} does not open yet. Missing: {'; '.join(missing)}"


def place_clinic(gate: Gate, resource: Resource, secret: bytes, by: str) -> Resource:
    """Place the synthetic clinic, drawn from the class's secret, so that the public generator does not give it away."""
    import hmac

    from openhearth.data import clinic, clinic_files

    seed = int.from_bytes(hmac.digest(secret, b"clinic", "sha256")[:8])
    with tempfile.TemporaryDirectory() as scratch:
        clinic_files.write(clinic.make(seed=seed), Path(scratch))
        return gate.place(resource, Path(scratch), by)


def forget(root: Path, name: str) -> None:
    """Delete what was opened here, as agreements ask when access has ended."""
    shutil.rmtree(root / "opened" / name, ignore_errors=True)
    (root / "opened" / f"{name}.json").unlink(missing_ok=True)


def parse_end(text: str, now: datetime.datetime) -> int:
    """Days from ``now`` until the end of the day ``text`` (2027-06-30), at least one.

    Raises:
        AccessError: it is no day, or is past.
    """
    try:
        day = datetime.datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=datetime.UTC)
    except ValueError:
        raise AccessError(f"{text!r} is no day such as 2027-06-30") from None
    days = (day - now).days + 2 if day > now - datetime.timedelta(days=1) else 0
    if days < 1:
        raise AccessError(f"{text} is past")
    return days
