"""What a learner signs with their own key: a presentation, an agreement, a sign-in. Each says what it is, so that none passes as another.

Both are JSON in the compact form of JWS (EdDSA), read by `openhearth.ethics.credential.jws`, which takes one header only. A
presentation answers one challenge (nonce) of one gate (domain), and holds the age key that whatever is opened is wrapped to:
swapping that key breaks the signature.
"""

import datetime
import re
from dataclasses import asdict, dataclass, fields
from typing import Any

from openhearth.access.errors import AccessError
from openhearth.ethics.credential import jws, times
from openhearth.ethics.credential.errors import CredentialError
from openhearth.ethics.credential.keys import Key

CAP = 256 * 1024  # bytes
_DID = re.compile(r"did:key:(z6Mk[1-9A-HJ-NP-Za-km-z]{44})")
_PRESENTATION, _AGREEMENT = "openhearth-presentation-1", "openhearth-agreement-1"
_SIGN_IN = "openhearth-sign-in-1"


@dataclass(frozen=True)
class Presentation:
    """Who asks for what, to do what with it, and how it is to be handed over."""

    holder: str  # did:key
    resource: str
    purpose: str
    nonce: str
    domain: str
    recipient: str  # age1...
    made: str  # as `times.write` writes
    certificate: str  # its JSON; "" where none is shown


@dataclass(frozen=True)
class Agreement:
    """That somebody agrees to a text, which is named by its hash."""

    holder: str
    resource: str
    sha256: str  # `Resource.agreement_hash`
    made: str


@dataclass(frozen=True)
class SignIn:
    """That somebody is at a service's sign-in page."""

    holder: str
    nonce: str
    domain: str
    made: str


def present(presentation: Presentation, key: Key) -> bytes:
    """The presentation, signed by its holder."""
    return jws.sign({"kind": _PRESENTATION, **asdict(presentation)}, key).encode()


def agree(agreement: Agreement, key: Key) -> bytes:
    """The agreement, signed by its holder."""
    return jws.sign({"kind": _AGREEMENT, **asdict(agreement)}, key).encode()


def sign_in(said: SignIn, key: Key) -> bytes:
    """The answer to a sign-in challenge, signed by its holder."""
    return jws.sign({"kind": _SIGN_IN, **asdict(said)}, key).encode()


def read_presentation(token: bytes, domain: str, now: datetime.datetime) -> Presentation:
    """The presentation in ``token``, signed by the holder it names, for this domain, now.

    Raises:
        AccessError: it is none, or one of these does not hold.
    """
    found = Presentation(**_read(token, _PRESENTATION, {field.name for field in fields(Presentation)}))
    _require_here(found, domain, now)
    return found


def read_sign_in(token: bytes, domain: str, now: datetime.datetime) -> SignIn:
    """The answer in ``token`` to a sign-in challenge, signed by the holder it names, for this domain, now.

    Raises:
        AccessError: it is none, or one of these does not hold.
    """
    found = SignIn(**_read(token, _SIGN_IN, {field.name for field in fields(SignIn)}))
    _require_here(found, domain, now)
    return found


def read_agreement(token: bytes) -> Agreement:
    """The agreement in ``token``, signed by the holder it names.

    Raises:
        AccessError: it is none.
    """
    return Agreement(**_read(token, _AGREEMENT, {field.name for field in fields(Agreement)}))


def _require_here(found: Presentation | SignIn, domain: str, now: datetime.datetime) -> None:
    if found.domain != domain:
        raise AccessError(f"it was made for {found.domain[:80]!r}, and this is {domain!r}")
    try:
        made = times.read(found.made)
    except CredentialError as error:
        raise AccessError(str(error)) from None
    if abs(made - now) > times.ALLOWANCE:
        raise AccessError(
            f"it was made on {found.made}, and here it is {times.write(now)}; set the clock that is wrong"
        )


def _read(token: bytes, kind: str, members: set[str]) -> dict[str, Any]:
    try:
        holder = str(jws.payload(token, CAP).get("holder"))
        key = _DID.fullmatch(holder)
        if not key:
            raise AccessError(f"{holder[:80]!r} is no did:key of an Ed25519 key")
        said, _ = jws.read(token, [key[1]], CAP)
    except CredentialError as error:
        raise AccessError(str(error)) from None
    if said.pop("kind", None) != kind or set(said) != members:
        raise AccessError("it is signed, and is something else than what is asked for here")
    if not all(isinstance(value, str) for value in said.values()):
        raise AccessError("a member of it is no text")
    return said
