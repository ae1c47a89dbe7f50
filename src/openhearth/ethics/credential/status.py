"""Which certificates are revoked: one W3C Bitstring Status List, signed anew every week, in two forms.

    revocation.json   with the proof inside
    revocation.jwt    the same as VC-JWT, for verifiers that read only that

A list is believed while it is fresh, from the institution's key, no older than one seen before, and no longer than a list
needs to be. The place of a certificate in it says nothing of who or when: places are drawn at random.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from openhearth.ethics.credential import jws, proof, strict, times
from openhearth.ethics.credential.errors import RefusalError
from openhearth.ethics.credential.keys import Key
from openhearth.ethics.credential.trust import Institution, TrustedKey, require_usable

SIZE = 131_072  # places: the least the standard allows, so that one learner hides among many
FRESH = datetime.timedelta(days=7)
CAP = 128 * 1024  # bytes of a list; with half its bits set, at random, it has 22 kB


@dataclass(frozen=True)
class RevocationList:
    """A list that has been verified."""

    id: str
    bits: bytes
    since: datetime.datetime
    until: datetime.datetime  # how long a copy of it is good

    def revoked(self, index: int) -> bool:
        if index >= len(self.bits) * 8:
            raise RefusalError(f"the list has no place {index}")
        return bool(self.bits[index // 8] & 0x80 >> index % 8)


def write_list(
    institution: Institution, key: Key, trusted: TrustedKey, revoked: list[int], now: datetime.datetime
) -> tuple[dict[str, Any], str]:
    """The list in which the places ``revoked`` are set: with its proof inside, and as VC-JWT."""
    from openbadgeslib.ob3.status_list import build_status_list_credential

    document = build_status_list_credential(
        trusted.issuer, institution.list, "revocation", revoked, SIZE, issued=now, valid_until=now + FRESH
    )
    claims = {"iss": trusted.issuer, "jti": institution.list, "nbf": int(now.timestamp())}
    return proof.add(document, key, trusted.method, now), jws.sign({**document, **claims}, key)


def read_list(content: bytes, institution: Institution, now: datetime.datetime) -> RevocationList:
    """The list in ``content``, either form, if it is ``institution``'s and fresh at ``now``.

    Raises:
        RefusalError: it is not; the message says what is wrong.
    """
    try:
        document, key, signed = (_from_jwt if jws.looks(content) else _from_json)(content, institution)
        require_usable(key, signed)
        since, until = times.read(document.get("validFrom")), times.read(document.get("validUntil"))
        if max(signed, since) > now + times.ALLOWANCE:
            raise RefusalError(f"it is of {times.write(max(signed, since))}, which is still to come")
        if until < now or until > since + FRESH:
            raise RefusalError(
                f"it was good until {times.write(min(until, since + FRESH))}; get the issuer's newest"
            )
        return RevocationList(
            institution.list, _bits(document["credentialSubject"]["encodedList"]), since, until
        )
    except RefusalError as error:
        raise RefusalError(f"the status list cannot be believed: {error}") from None


def _from_json(
    content: bytes, institution: Institution
) -> tuple[dict[str, Any], TrustedKey, datetime.datetime]:
    document = strict.loads(content, CAP)
    unsigned, made = proof.split(document)
    key = institution.key(made["verificationMethod"])
    if key is None:
        raise RefusalError("it is signed by a key that is not trusted")
    _require_ours(unsigned, institution, key)
    proof.require_signed(document, key.multibase)
    return unsigned, key, times.read(made["created"])


def _from_jwt(
    content: bytes, institution: Institution
) -> tuple[dict[str, Any], TrustedKey, datetime.datetime]:
    document, multibase = jws.read(content, [key.multibase for key in institution.keys], CAP)
    key = next(key for key in institution.keys if key.multibase == multibase)
    signed = times.read(document.get("validFrom"))
    claims = {"iss": key.issuer, "jti": institution.list, "nbf": int(signed.timestamp())}
    if not strict.same({name: document.pop(name, None) for name in claims}, claims):
        raise RefusalError("its claims differ from what it says")
    _require_ours(document, institution, key)
    return document, key, signed


def _require_ours(document: dict[str, Any], institution: Institution, key: TrustedKey) -> None:
    """Raises `RefusalError` unless ``document`` is a list of ``institution``, with nothing added."""
    from openbadgeslib.ob3.status_list import build_status_list_credential

    subject = document.get("credentialSubject")
    encoded = subject.get("encodedList") if isinstance(subject, dict) else None
    if not isinstance(encoded, str):
        raise RefusalError("it holds no list")
    moments = (times.read(document.get("validFrom")), times.read(document.get("validUntil")))
    expected = build_status_list_credential(
        key.issuer, institution.list, "revocation", [], 8, issued=moments[0], valid_until=moments[1]
    )
    expected["credentialSubject"]["encodedList"] = encoded
    if not strict.same(expected, document):
        raise RefusalError(
            f"it is not this institution's list of revocations ({institution.list}), or says more than that"
        )


def _bits(encoded: str) -> bytes:
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3.status import decode_encoded_list

    try:
        if not encoded.startswith("u"):
            raise ValueError("it is not in base64url")
        bits = decode_encoded_list(encoded)  # stops inflating at 5 MiB
    except (ValueError, LibOpenBadgesException) as error:
        raise RefusalError(f"its bits cannot be read ({str(error)[:80]})") from None
    if len(bits) * 8 != SIZE:
        raise RefusalError(f"it has {len(bits) * 8:,} places, not {SIZE:,}")
    return bits
