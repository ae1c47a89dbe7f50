"""The trust file: which keys speak for an institution, and when. A root key that signs nothing else signs it.

    trust.jwt   {"format": 1, "serial": 3, "issued": ..., "expires": ..., "name": ..., "url": ..., "list": ...,
                 "keys": [{"issuer", "method", "multibase", "since", "until", "compromised"}, ...]}

A verifier knows the root's did:key from the institution itself, not from a certificate. All else follows from the file.
"""

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from openhearth.ethics.credential import jws, strict, times
from openhearth.ethics.credential.document import Issuer
from openhearth.ethics.credential.errors import CredentialError, RefusalError
from openhearth.ethics.credential.keys import Key

FORMAT = 1
CAP = 256 * 1024  # bytes of a trust file
LASTS = datetime.timedelta(days=400)  # then it must be signed again


@dataclass(frozen=True)
class TrustedKey:
    """A public key of the institution, and when it may have signed."""

    issuer: str  # did that its certificates name: the key's own did:key, or the institution's did:web
    method: str  # by which a proof names it
    multibase: str  # z6Mk...
    since: str
    until: str
    compromised: str = (
        ""  # since when others may have it; then nothing it signed is believed, whatever its date
    )


@dataclass(frozen=True)
class Institution:
    """What a trust file says, and whose root signed it."""

    root: str  # did:key of the root
    serial: int
    issued: str
    expires: str
    name: str
    url: str
    list: str  # the id of its status list
    keys: tuple[TrustedKey, ...]

    def issuer(self, key: TrustedKey) -> Issuer:
        return Issuer(key.issuer, self.name, self.url)

    def key(self, method: str) -> TrustedKey | None:
        return next((key for key in self.keys if key.method == method), None)

    def to_json(self) -> dict[str, Any]:
        """What is signed."""
        said = asdict(self)
        del said["root"]
        return {"format": FORMAT, **said, "keys": [asdict(key) for key in self.keys]}


def require_usable(key: TrustedKey, signed: datetime.datetime) -> None:
    """Raises `RefusalError` where ``key`` was not to sign at ``signed``, or is known to others."""
    if key.compromised:
        raise RefusalError(
            f"its key may be known to others since {key.compromised}, who can write any date; "
            "ask the issuer for the certificate that replaces it"
        )
    if not times.read(key.since) - times.ALLOWANCE <= signed <= times.read(key.until):
        raise RefusalError(
            f"its key was in use from {key.since} to {key.until}, and it is signed {times.write(signed)}"
        )


def sign_trust(institution: Institution, root: Key) -> str:
    """The trust file.

    Raises:
        CredentialError: ``root`` is not the institution's.
    """
    if root.did != institution.root:
        raise CredentialError(f"{root.path} is not the root key of {institution.name}")
    return jws.sign(institution.to_json(), root) + "\n"


def read_trust(content: bytes, root: str) -> Institution:
    """The institution that the trust file ``content`` describes, signed by ``root`` (did:key).

    Raises:
        RefusalError: another key signed it, or it is malformed.
    """
    try:
        said, _ = jws.read(content, [root.removeprefix("did:key:")], CAP)
        if said.pop("format") != FORMAT:
            raise RefusalError("it has another format; update Openhearth")
        found = Institution(root=root, **{**said, "keys": tuple(TrustedKey(**key) for key in said["keys"])})
        keys = [
            moment for key in found.keys for moment in (key.since, key.until, key.compromised or key.since)
        ]
        for moment in (found.issued, found.expires, *keys):
            times.read(moment)
        if not isinstance(found.serial, int) or found.serial < 1:
            raise RefusalError("it has no serial number")
        strict.name(found.name)
        return found
    except RefusalError as error:
        raise RefusalError(f"the trust file cannot be believed: {error}") from None
    except (KeyError, TypeError, AttributeError):
        raise RefusalError("the trust file is not as a trust file must be") from None
