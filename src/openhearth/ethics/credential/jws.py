"""Signed JSON in the compact form of JWS: the trust file, the status list's second form, a certificate as VC-JWT.

The header has no say: it must be exactly the one our signer writes for a key that is trusted already. That leaves no
``alg: none``, no other algorithm, no key of the sender's own, and no ``crit`` to be misread.
"""

import re
from collections.abc import Iterable
from typing import Any

from openhearth.ethics.credential import strict
from openhearth.ethics.credential.errors import RefusalError
from openhearth.ethics.credential.keys import Key, public_pem

_COMPACT = re.compile(rb"\s*([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\s*")


def looks(content: bytes) -> bool:
    """Whether ``content`` is three dotted parts, and not JSON."""
    return bool(_COMPACT.fullmatch(content))


def sign(payload: dict[str, Any], key: Key) -> str:
    """``payload`` signed with ``key`` (EdDSA; the public key stands in the header)."""
    from openbadgeslib.ob3.signer import OB3Signer

    return OB3Signer(key.pem, "EdDSA").sign_payload(payload)


def payload(content: bytes, cap: int) -> dict[str, Any]:
    """What ``content`` says, **not verified**: only to find out whose key to verify with."""
    return strict.loads(strict.unbase64url(_parts(content, cap)[1]), cap)


def read(content: bytes, trusted: Iterable[str], cap: int) -> tuple[dict[str, Any], str]:
    """What ``content`` says, signed by one of the ``trusted`` public keys (z6Mk...); and which one.

    Raises:
        RefusalError: it is malformed, has another header than ours, another key's, or a wrong signature.
    """
    import jwt

    text = b".".join(part.encode() for part in _parts(content, cap)).decode()
    multibase = signer(content, trusted, cap)
    said = payload(content, cap)
    try:  # the claims are for callers to read
        jwt.PyJWS().decode(text, public_pem(multibase).decode(), algorithms=["EdDSA"])
    except jwt.PyJWTError:
        raise RefusalError("its signature does not fit what it says") from None
    return said, multibase


def signer(content: bytes, trusted: Iterable[str], cap: int) -> str:
    """Which of the ``trusted`` keys the header names; nothing is verified yet.

    Raises:
        RefusalError: none, or it is not the header our signer writes.
    """
    from openbadgeslib.keys import public_jwk_from_pem

    header = strict.loads(strict.unbase64url(_parts(content, cap)[0]), cap)
    for multibase in trusted:
        if strict.same(
            header, {"alg": "EdDSA", "typ": "JWT", "jwk": public_jwk_from_pem(public_pem(multibase))}
        ):
            return multibase
    if header.get("alg") != "EdDSA" or set(header) != {"alg", "typ", "jwk"}:
        raise RefusalError("its header asks for something else than EdDSA with the issuer's key")
    raise RefusalError("its header names a key that is not trusted")


def _parts(content: bytes, cap: int) -> tuple[str, str, str]:
    if len(content) > cap:
        raise RefusalError(f"it is {len(content):,} bytes long, more than the {cap:,} allowed")
    found = _COMPACT.fullmatch(content)
    if not found:
        raise RefusalError("it is not of the form header.payload.signature")
    first, second, third = (part.decode() for part in found.groups())
    strict.unbase64url(third)
    return first, second, third
