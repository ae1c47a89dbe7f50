"""Ed25519 keys in files that their owner alone can read, and the did:key names that say the public half."""

import os
from dataclasses import dataclass
from pathlib import Path

from openhearth.ethics.credential.errors import CredentialError


@dataclass(frozen=True)
class Key:
    """A private key; ``pem`` is kept out of every message."""

    path: Path
    multibase: str  # the public half, z6Mk...

    @property
    def did(self) -> str:
        return f"did:key:{self.multibase}"

    @property
    def method(self) -> str:
        """The verification method by which a proof names this key under its own did:key."""
        return f"{self.did}#{self.multibase}"

    @property
    def pem(self) -> bytes:
        return self.path.read_bytes()


def make_key(path: Path) -> Key:
    """A new key in ``path``, mode 0600 from the moment it exists; one that is there is never overwritten.

    Raises:
        CredentialError: there is one, or it cannot be written.
    """
    from openbadgeslib.keys import KeyEd25519

    made = KeyEd25519()
    made.generate_keypair()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_name(f".{path.name}.part")
        part.unlink(missing_ok=True)
        with open(part, "wb", opener=lambda name, flags: os.open(name, flags | os.O_EXCL, 0o600)) as file:
            file.write(made.get_priv_key_pem())
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)
        part.unlink()
    except FileExistsError:
        part.unlink(missing_ok=True)
        raise CredentialError(
            f"there is a key in {path} already; it is not replaced, for nobody could undo that"
        ) from None
    except OSError as error:
        raise CredentialError(f"cannot write a key to {path} ({error.strerror})") from None
    return load_key(path)


def load_key(path: Path) -> Key:
    """The key in ``path``.

    Raises:
        CredentialError: there is none, others can read it, or it is damaged.
    """
    from cryptography.hazmat.primitives import serialization as pem
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from openbadgeslib.ob3.did import multikey_from_pem

    try:
        mode = path.stat().st_mode
        private = pem.load_pem_private_key(path.read_bytes(), None)
    except OSError as error:
        raise CredentialError(
            f"cannot read the key {path} ({error.strerror}); put your copy of it back"
        ) from None
    except (ValueError, TypeError):
        raise CredentialError(f"{path} is no private key; put your copy of it back") from None
    if os.name == "posix" and mode & 0o077:
        raise CredentialError(
            f"others can read the key {path}; take it as known to them, or run chmod 600 {path}"
        )
    if not isinstance(private, Ed25519PrivateKey):
        raise CredentialError(f"{path} is no Ed25519 key")
    public = private.public_key().public_bytes(pem.Encoding.PEM, pem.PublicFormat.SubjectPublicKeyInfo)
    return Key(path, multikey_from_pem(public))


def public_pem(multibase: str) -> bytes:
    """The public key that ``multibase`` (z6Mk...) says, as PEM.

    Raises:
        CredentialError: it says none.
    """
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3.did import resolve_did

    try:
        if not multibase.startswith("z6Mk"):
            raise ValueError
        return resolve_did(f"did:key:{multibase}")
    except (LibOpenBadgesException, ValueError):
        raise CredentialError(f"{multibase[:80]!r} says no Ed25519 key") from None
