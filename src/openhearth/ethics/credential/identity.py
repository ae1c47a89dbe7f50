"""The learner: a name, and a key that stays with them. Certificates are issued to the key.

    identity.json   {"name": ..., "did": ...}
    identity.pem    the private key (Ed25519), for its owner alone

Who loses the key makes another, shows who they are to the institution, and has the certificate replaced.
"""

from dataclasses import dataclass
from pathlib import Path

from openhearth.ethics.credential import strict
from openhearth.ethics.credential.errors import CredentialError, RefusalError
from openhearth.ethics.credential.keys import Key, load_key, make_key
from openhearth.workspace import read_json, write_json


@dataclass(frozen=True)
class Learner:
    """A learner as certificates name them."""

    name: str
    key: Key


def make_learner(folder: Path, name: str) -> Learner:
    """A learner called ``name``, with a new key in ``folder``.

    Raises:
        CredentialError: there is one already, or the name cannot stand on a certificate.
    """
    try:
        strict.name(name)
    except RefusalError as error:
        raise CredentialError(f"{name!r} cannot stand on a certificate: {error}") from None
    key = make_key(folder / "identity.pem")
    write_json(folder / "identity.json", {"name": name, "did": key.did})
    return Learner(name, key)


def open_learner(folder: Path) -> Learner:
    """The learner in ``folder``.

    Raises:
        CredentialError: there is none, or the key is missing.
    """
    if not (folder / "identity.json").is_file():
        raise CredentialError(
            f"there is no identity in {folder}; make one with openhearth ethics identity --name NAME"
        )
    return Learner(str(read_json(folder / "identity.json")["name"]), load_key(folder / "identity.pem"))
