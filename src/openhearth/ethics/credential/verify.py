"""Is this certificate good? An ordered list of named checks; the first that fails decides, and says why in one sentence.

Everything is decided offline, from the certificate, the institution's trust file and its status list. openbadgeslib checks
that the signature fits and covers all that the JSON says; the policy is here.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from openhearth.ethics.credential import achievement, jws, proof, status, strict, times
from openhearth.ethics.credential.carriers import unwrap
from openhearth.ethics.credential.document import Certificate, parse
from openhearth.ethics.credential.errors import CredentialError, RefusalError
from openhearth.ethics.credential.issue import CAP, claims, require_covered
from openhearth.ethics.credential.keys import public_pem
from openhearth.ethics.credential.memory import Memory
from openhearth.ethics.credential.trust import Institution, TrustedKey, require_usable

Lists = Callable[
    [Institution], bytes
]  # the institution's status list; raises CredentialError where it cannot be had


@dataclass(frozen=True)
class Check:
    """One check: whether it passed (None: not reached), and what it found."""

    name: str
    passed: bool | None
    says: str


@dataclass(frozen=True)
class Verdict:
    """What verification found."""

    checks: tuple[Check, ...]
    certificate: Certificate | None  # where it is accepted

    @property
    def accepted(self) -> bool:
        return self.certificate is not None

    @property
    def reason(self) -> str:
        """Why not; "" where it is accepted."""
        return next((check.says for check in self.checks if check.passed is False), "")

    def to_json(self) -> dict[str, Any]:
        evidence = self.certificate.evidence if self.certificate else None
        return {
            "accepted": self.accepted,
            "reason": self.reason,
            "id": self.certificate.id if self.certificate else None,
            "learner": evidence.learner if evidence else None,
            "name": evidence.name if evidence else None,
            "checks": [check.__dict__ for check in self.checks],
        }


@dataclass
class _Examined:
    """What the checks so far have found; each adds to it."""

    content: bytes
    institutions: tuple[Institution, ...]
    lists: Lists
    memory: Memory | None
    subject: str | None
    least: str
    online: Callable[[Institution, TrustedKey], str] | None
    now: datetime.datetime
    kind: str = ""
    document: dict[str, Any] = field(default_factory=dict)  # as received, with proof or claims
    unsigned: dict[str, Any] = field(default_factory=dict)
    signed: datetime.datetime = datetime.datetime.min
    institution: Institution | None = None
    key: TrustedKey | None = None
    certificate: Certificate | None = None


def verify(
    content: bytes,
    institutions: Iterable[Institution],
    lists: Lists,
    *,
    memory: Memory | None = None,
    subject: str | None = None,
    least: str = "1.0",
    online: Callable[[Institution, TrustedKey], str] | None = None,
    now: datetime.datetime | None = None,
) -> Verdict:
    """Whether ``content`` is a good certificate. Never raises for what a certificate may hold.

    Args:
        content: JSON, VC-JWT, PNG, SVG or PDF.
        institutions: whose certificates count (`trust.read_trust`).
        lists: where status lists come from.
        memory: of what was seen before, so that nothing older is believed; without it rollback goes unseen.
        subject: the did:key it must have been issued to.
        least: version of the training that is required.
        online: asks the institution's site whether it still publishes the key (`didweb.require_published`).
        now: default this moment.
    """
    seen = _Examined(content, tuple(institutions), lists, memory, subject, least, online, now or times.now())
    checks: list[Check] = []
    for name, check in _CHECKS:
        if checks and not checks[-1].passed:
            checks.append(Check(name, None, "not reached"))
            continue
        try:
            checks.append(Check(name, True, check(seen)))
        except CredentialError as error:
            checks.append(Check(name, False, str(error)))
        except (
            Exception
        ) as error:  # a fault of ours or of a library must not let a certificate pass, nor crash a gate
            checks.append(
                Check(name, False, f"the check broke on it ({type(error).__name__}), so it is refused")
            )
    passed = all(check.passed for check in checks)
    return Verdict(tuple(checks), seen.certificate if passed else None)


def _file(seen: _Examined) -> str:
    seen.kind, seen.content = unwrap(seen.content)
    return f"it is a certificate as {seen.kind}"


def _text(seen: _Examined) -> str:
    seen.document = (
        jws.payload(seen.content, CAP) if seen.kind == "VC-JWT" else strict.loads(seen.content, CAP)
    )
    return "its text can be read in one way only"


def _issuer(seen: _Examined) -> str:
    """Whose key: found by the name a trust file has for it, never by what the certificate says of itself."""
    issuer = seen.document.get("issuer")
    did = issuer.get("id") if isinstance(issuer, dict) else None
    for institution in seen.institutions:
        if any(key.issuer == did for key in institution.keys):
            seen.institution = institution
            return f"{institution.name} is trusted"
    raise RefusalError(f"nobody here trusts its issuer {str(did)[:80]!r}; a name alone proves nothing")


def _clock(seen: _Examined) -> str:
    assert seen.institution is not None
    institution, now = seen.institution, seen.now
    if now > times.read(institution.expires):
        raise RefusalError(
            f"the trust file was good until {institution.expires}; get the institution's newest"
        )
    if seen.memory and institution.serial < seen.memory.serial(institution.root):
        raise RefusalError(
            "the trust file is older than one that was seen here before; get the institution's newest"
        )
    latest = max(
        times.read(institution.issued),
        (seen.memory and seen.memory.latest()) or times.read(institution.issued),
    )
    if now + times.ALLOWANCE < latest:
        raise RefusalError(
            f"this computer's clock says {times.write(now)}, but trusted keys have signed on {times.write(latest)}; "
            "set the clock"
        )
    return f"trust file {institution.serial} of {institution.issued}, and the clock is not behind it"


def _proof(seen: _Examined) -> str:
    assert seen.institution is not None
    if seen.kind == "VC-JWT":
        multibase = jws.signer(seen.content, [key.multibase for key in seen.institution.keys], CAP)
        seen.key = next(key for key in seen.institution.keys if key.multibase == multibase)
        seen.unsigned = {name: value for name, value in seen.document.items() if name not in _CLAIMS}
        seen.signed = times.read(seen.document.get("validFrom"))
    else:
        seen.unsigned, made = proof.split(seen.document)
        seen.key = seen.institution.key(made["verificationMethod"])
        seen.signed = times.read(made["created"])
    if seen.key is None or seen.key.issuer != seen.document["issuer"]["id"]:
        raise RefusalError("it is signed with a key that is not its issuer's")
    return f"one proof, by the key {seen.key.method[-60:]}"


def _key(seen: _Examined) -> str:
    assert seen.key is not None
    assert seen.institution is not None
    require_usable(seen.key, seen.signed)
    if seen.online:
        return seen.online(seen.institution, seen.key)
    return f"the key was in use from {seen.key.since} to {seen.key.until}"


def _form(seen: _Examined) -> str:
    assert seen.key is not None
    assert seen.institution is not None
    certificate = parse(seen.unsigned, seen.institution.issuer(seen.key), seen.institution.list)
    if seen.kind == "VC-JWT":
        said = {name: seen.document[name] for name in _CLAIMS if name in seen.document}
        if not strict.same(said, claims(certificate)):
            raise RefusalError("its claims differ from what the certificate says")
    seen.certificate = certificate
    return "it says what certificates of this training say, and nothing else"


def _training(seen: _Examined) -> str:
    assert seen.certificate is not None
    training = seen.certificate.evidence.training
    if achievement.number(training.version) < achievement.number(seen.least):
        raise RefusalError(
            f"it is of version {training.version} of the training; {seen.least} or newer is required"
        )
    return f"{training.name}, version {training.version}: all {len(training.parts)} parts"


def _dates(seen: _Examined) -> str:
    assert seen.certificate is not None
    start, end = seen.certificate.valid_from, seen.certificate.valid_until
    if max(start, seen.signed) > seen.now + times.ALLOWANCE:
        raise RefusalError(f"it begins on {times.write(max(start, seen.signed))}, which is still to come")
    if end < seen.now:
        raise RefusalError(f"it ended on {times.write(end)}")
    return f"valid from {times.write(start)} to {times.write(end)}"


def _holder(seen: _Examined) -> str:
    assert seen.certificate is not None
    learner = seen.certificate.evidence.learner
    if seen.subject is not None and learner != seen.subject:
        raise RefusalError(f"it was issued to {learner}, not to {seen.subject}")
    return f"issued to {learner}" + ("" if seen.subject else "; that its bearer holds this key was not asked")


def _signature(seen: _Examined) -> str:
    assert seen.key is not None
    if seen.kind == "VC-JWT":
        from openbadgeslib.errors import LibOpenBadgesException
        from openbadgeslib.ob3.verifier import OB3Verifier

        jws.read(seen.content, [seen.key.multibase], CAP)
        try:
            OB3Verifier(public_pem(seen.key.multibase), issuer_did=seen.key.issuer).verify(
                seen.content.decode()
            )
        except LibOpenBadgesException as error:
            raise RefusalError(f"its signature does not cover what it says ({str(error)[:160]})") from None
    else:
        require_covered(seen.document, seen.key)
    return "the signature fits, and covers all that it says"


def _list(seen: _Examined) -> str:
    """Not revoked, by a list that may be believed. What is believed is remembered."""
    assert seen.institution is not None
    assert seen.certificate is not None
    content = seen.lists(seen.institution)
    found = status.read_list(content, seen.institution, seen.now)
    if seen.memory:
        newest = seen.memory.since(found.id)
        if newest and found.since < newest:
            raise RefusalError(
                f"the status list is of {times.write(found.since)}, older than the one of {times.write(newest)} that was "
                "seen here before; get the issuer's newest"
            )
        seen.memory.believe_list(found.id, found.since, content)
    if found.revoked(seen.certificate.index):
        raise RefusalError(f"it is revoked, by the list of {times.write(found.since)}")
    return f"not revoked, by the list of {times.write(found.since)}; a copy of this list is good until {times.write(found.until)}"


_CLAIMS = ("iss", "sub", "jti", "nbf", "exp")
_CHECKS: tuple[tuple[str, Callable[[_Examined], str]], ...] = (
    ("file", _file),
    ("text", _text),
    ("issuer", _issuer),
    ("clock and trust file", _clock),
    ("proof", _proof),
    ("key", _key),
    ("form", _form),
    ("training", _training),
    ("dates", _dates),
    ("holder", _holder),
    ("signature", _signature),
    ("revocation", _list),
)
CHECKS = tuple(name for name, _ in _CHECKS)
