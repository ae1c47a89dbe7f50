"""Certificates from recorded evidence: checked, given a place in the status list, signed, written.

All certificates of one batch have one shape, so the first is verified in full before any is given out.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from openhearth.ethics.credential import jws, proof, strict, times
from openhearth.ethics.credential.document import Certificate, build, parse
from openhearth.ethics.credential.errors import CredentialError, RefusalError
from openhearth.ethics.credential.evidence import Evidence
from openhearth.ethics.credential.keys import Key, public_pem
from openhearth.ethics.credential.office import Office, publish
from openhearth.ethics.credential.status import SIZE
from openhearth.ethics.credential.trust import TrustedKey
from openhearth.workspace import write_atomic, write_json

CAP = 64 * 1024  # bytes of a certificate; one has about 7 kB


def issue(
    office: Office,
    records: Sequence[Evidence],
    now: datetime.datetime,
    *,
    until: Sequence[datetime.datetime] | None = None,
) -> list[Path]:
    """A certificate for each record; their paths. A place is on the disk before the certificate that holds it.

    Args:
        until: when each ends; default the training's years from ``now``. For reissues, which extend nothing.

    Raises:
        CredentialError: a part of a record is missing or not passed (nothing is issued then), or no key may sign.
    """
    for record in records:
        record.require_earned()
    key, trusted = office.key(now)
    ends = until or [times.years_after(now, record.training.years) for record in records]
    ids = [f"urn:uuid:{uuid.uuid4()}" for _ in records]
    places = _places(office, ids, records, now)
    paths: list[Path] = []
    for record, id_, index, end in zip(records, ids, places, ends, strict=True):
        certificate = Certificate(
            id_, office.institution.issuer(trusted), record, now, end, office.institution.list, index
        )
        document = sign(certificate, key, trusted)
        if not paths:
            require_covered(document, trusted)
        paths.append(write_json(certificate_path(office, id_), document))
    return paths


def sign(certificate: Certificate, key: Key, trusted: TrustedKey) -> dict[str, Any]:
    """``certificate`` with its proof inside, signed at its ``valid_from``."""
    return proof.add(build(certificate), key, trusted.method, certificate.valid_from)


def sign_jwt(certificate: Certificate, key: Key) -> str:
    """``certificate`` as VC-JWT: the same members, with the registered claims beside them (OB 3.0, 8.2.4)."""
    document = build(certificate)
    return jws.sign({**document, **claims(certificate)}, key)


def claims(certificate: Certificate) -> dict[str, Any]:
    """The registered claims that repeat what the document says."""
    return {
        "iss": certificate.issuer.did,
        "sub": certificate.evidence.learner,
        "jti": certificate.id,
        "nbf": int(certificate.valid_from.timestamp()),
        "exp": int(certificate.valid_until.timestamp()),
    }


def require_covered(document: dict[str, Any], trusted: TrustedKey) -> None:
    """Raises `RefusalError` where openbadgeslib refuses ``document`` under this key: signature, form, dates."""
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3.ldp import OB3LdpVerifier

    try:
        OB3LdpVerifier(public_pem(trusted.multibase), issuer_did=trusted.issuer).verify(document)
    except LibOpenBadgesException as error:
        raise RefusalError(f"its signature does not cover what it says ({str(error)[:160]})") from None


def certificate_path(office: Office, id_: str) -> Path:
    return office.certificates / f"{id_.removeprefix('urn:uuid:')}.json"


def issued(office: Office, id_: str) -> tuple[Certificate, TrustedKey]:
    """What was issued as ``id_``, and with which key.

    Raises:
        CredentialError: nothing was.
    """
    path = certificate_path(office, id_)
    if not id_.startswith("urn:uuid:") or not path.is_file():
        raise CredentialError(f"no certificate {id_} was issued here")
    unsigned, made = proof.split(strict.loads(path.read_bytes(), CAP))
    key = office.institution.key(made["verificationMethod"])
    if key is None:
        raise CredentialError(f"{path} is signed with a key that is not this institution's")
    return parse(unsigned, office.institution.issuer(key), office.institution.list), key


def revoke(office: Office, reasons: dict[str, str], now: datetime.datetime) -> Path:
    """Revoke the certificates whose ids are ``reasons``' keys, for good, and publish the list; its path.

    Raises:
        CredentialError: one was not issued here, or is revoked already; then none is.
    """
    from openbadgeslib.errors import StatusError
    from openbadgeslib.ob3.status_registry import StatusRegistry

    with StatusRegistry.locked(str(office.register), SIZE) as register:
        try:
            for id_, reason in reasons.items():
                register.revoke(id_, now, reason or None)
        except StatusError as error:
            raise CredentialError(f"{id_} cannot be revoked: {str(error)[:120]}") from None
        register.save()
    return publish(office, now)


def reissue(
    office: Office,
    id_: str,
    learner: str,
    now: datetime.datetime,
    *,
    reason: str = "replaced: the learner's key is lost",
) -> Path:
    """The certificate ``id_`` again, to another key of the same person, ending when it would have; the old one is revoked.

    Raises:
        CredentialError: it was not issued here, was revoked or has ended, or ``learner`` is no did:key.
    """
    from openbadgeslib.ob3.status_registry import StatusRegistry

    old, _ = issued(office, id_)
    entry = StatusRegistry.load(str(office.register), SIZE).entries.get(id_)
    if entry is None or entry.revoked is not None:
        raise CredentialError(f"{id_} is revoked, and what is revoked is not issued again")
    if old.valid_until < now:
        raise CredentialError(
            f"{id_} ended on {times.write(old.valid_until)}; the training must be taken again"
        )
    [path] = issue(office, [replace(old.evidence, learner=learner)], now, until=[old.valid_until])
    revoke(office, {id_: reason}, now)
    return path


def write_jwt(office: Office, path: Path, now: datetime.datetime) -> Path:
    """The certificate in ``path`` as VC-JWT too, beside it.

    Raises:
        CredentialError: the key that signed it may not sign any more: a certificate has one date.
    """
    certificate, trusted = issued(office, f"urn:uuid:{path.stem}")
    key, current = office.key(now)
    if current != trusted:
        raise CredentialError(
            f"{path.name} was signed with an earlier key; issue it again to have it as VC-JWT"
        )
    return write_atomic(path.with_suffix(".jwt"), sign_jwt(certificate, key) + "\n")


def _places(office: Office, ids: list[str], records: Sequence[Evidence], now: datetime.datetime) -> list[int]:
    from openbadgeslib.errors import StatusError
    from openbadgeslib.ob3.status_registry import StatusRegistry

    with StatusRegistry.locked(str(office.register), SIZE) as register:
        try:
            places = [
                register.allocate(id_, record.learner, now) for id_, record in zip(ids, records, strict=True)
            ]
        except StatusError as error:
            raise CredentialError(f"the status list has no place left: {error}") from None
        register.save()
    return places
