"""The OpenSSF model signature over every file of a bundle, with an elliptic-curve key of one's own.

A signature says that whoever holds a key vouches for these bytes. It does not say whose key that is: verify with
a public key that you got from its owner in another way than with the model.
"""

import base64
import hashlib
import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any

from openhearth.release.errors import ReleaseError
from openhearth.workspace import Workspace, sha256_of

SIGNATURE, PUBLIC_KEY = "model.sig", "release.pub"


class WrongKeyError(ReleaseError):
    """The signature is by another key than the one that is trusted."""


def key_pair(workspace: Workspace) -> tuple[Path, Path]:
    """(private, public) key files of this workspace, made when first asked for (P-256, PEM).

    The private key is readable by its owner alone from the moment it exists, and is never overwritten.

    Raises:
        ReleaseError: the keys cannot be written, or the private one is damaged.
    """
    from cryptography.hazmat.primitives import serialization as pem
    from cryptography.hazmat.primitives.asymmetric import ec

    private, public = workspace.root / "keys" / "release.pem", workspace.root / "keys" / PUBLIC_KEY
    try:
        if not private.is_file():
            private.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            made = ec.generate_private_key(ec.SECP256R1())
            secret = made.private_bytes(pem.Encoding.PEM, pem.PrivateFormat.PKCS8, pem.NoEncryption())
            _write(private, secret, mode=0o600, replace=False)
        key = pem.load_pem_private_key(private.read_bytes(), None).public_key()
        content = key.public_bytes(pem.Encoding.PEM, pem.PublicFormat.SubjectPublicKeyInfo)
        if not public.is_file() or public.read_bytes() != content:
            _write(public, content, mode=0o644, replace=True)
    except OSError as error:
        raise ReleaseError(
            f"cannot make a key in {private.parent} ({error.strerror or error}); free some space or set "
            "OPENHEARTH_HOME to a folder you can write to"
        ) from None
    except ValueError:
        raise ReleaseError(
            f"{private} is no private key; put your copy back, or delete it to make a new one"
        ) from None
    return private, public


def fingerprint(public: Path) -> str:
    """SHA-256 of the public key (DER), its first half: what two people compare over the telephone.

    The same as ``openssl pkey -pubin -in release.pub -outform der | sha256sum``.
    """
    from cryptography.hazmat.primitives import serialization as pem

    der = _load(public).public_bytes(pem.Encoding.DER, pem.PublicFormat.SubjectPublicKeyInfo)
    return ":".join(re.findall("....", hashlib.sha256(der).hexdigest()[:32]))


def sign(folder: Path, private: Path) -> Path:
    """Sign every file of ``folder``; the signature's path.

    Raises:
        ReleaseError: it holds something else than plain files, or the key cannot be used.
    """
    from model_signing import signing

    _require_plain_files(folder)
    signature = folder / SIGNATURE
    signature.unlink(missing_ok=True)
    try:
        config = signing.Config().use_elliptic_key_signer(private_key=private)
        config.set_hashing_config(_everything(signature)).sign(folder, signature)
    except (ValueError, OSError) as error:
        raise ReleaseError(f"cannot sign {folder} with the key {private} ({_first_line(error)})") from None
    return signature


def verify(folder: Path, public_key: Path | None = None, *, workspace: Workspace | None = None) -> str:
    """Check that ``folder`` is what was signed, to the byte; the fingerprint of the key.

    Args:
        folder: the bundle.
        public_key: the key to trust; default your own, that of ``workspace``. The one that comes with the
            bundle is never trusted: who changes the files can put another key beside them.

    Raises:
        WrongKeyError: it is signed with another key; the message says which.
        ReleaseError: a file was changed, removed or added, or the signature is missing or damaged; the
            message names the file.
    """
    require_release(folder)
    if public_key is not None:
        return _verify(folder, public_key)
    own, enclosed = (workspace or Workspace()).root / "keys" / PUBLIC_KEY, folder / PUBLIC_KEY
    if own.is_file():
        try:
            return _verify(folder, own)
        except WrongKeyError:
            if not enclosed.is_file():
                raise
    elif not enclosed.is_file():
        raise ReleaseError(f"there is no key to verify {folder} with; name its makers' with --key")
    found = _verify(folder, enclosed)
    raise WrongKeyError(
        f"{folder} is as signed by the key {found}, but you have not said whose key this is; get it from the "
        "model's makers in another way than with the model, and name it with --key"
    )


def require_release(folder: Path) -> None:
    """Raises `ReleaseError` where ``folder`` is no folder, or empty."""
    if not folder.is_dir():
        raise ReleaseError(f"there is no release in {folder}; name the folder of one")
    if not any(folder.iterdir()):
        raise ReleaseError(f"{folder} is empty; get the release again, or name another folder")


def _verify(folder: Path, public: Path) -> str:
    from cryptography.hazmat.primitives import serialization as pem
    from model_signing import verifying

    key = _load(public).public_bytes(pem.Encoding.PEM, pem.PublicFormat.SubjectPublicKeyInfo)
    _require_plain_files(folder)
    signature = folder / SIGNATURE
    if not signature.is_file():
        raise ReleaseError(
            f"{signature} is missing, so nothing vouches for the release; get it again from its makers"
        )
    try:
        text = signature.read_bytes()
        value = json.loads(text)
        envelope = value["dsseEnvelope"]
        payload = base64.b64decode(envelope["payload"], validate=True)
        made_with = str(value["verificationMaterial"]["publicKey"]["hint"])
        signed = {item["name"]: item["digest"] for item in json.loads(payload)["predicate"]["resources"]}
        canonical = _canonical(key, payload, base64.b64decode(envelope["signatures"][0]["sig"]))
    except (ValueError, KeyError, TypeError, IndexError):
        raise ReleaseError(
            f"{signature} is cut short, damaged or no signature; get the release again"
        ) from None
    if made_with != hashlib.sha256(key).hexdigest():
        raise WrongKeyError(
            f"{signature} was made with another key than {public} ({fingerprint(public)}); do not use the release"
        )
    try:
        config = verifying.Config().use_elliptic_key_verifier(public_key=public)
        config.set_hashing_config(_everything(signature)).set_ignore_unsigned_files(False)
        config.verify(folder, signature)
        authentic = True
    except OSError as error:
        raise ReleaseError(f"cannot read {error.filename or folder} ({error.strerror or error})") from None
    except Exception as error:  # the library lets whatever its parsers raise through
        authentic = str(error).startswith("Signature mismatch")  # then the list is signed, the files differ
    # The library overlooks what a signature says to ignore, and bytes around what is signed: we do not.
    if not authentic or text != canonical:
        raise ReleaseError(f"{signature} was changed since it was made; get the release again")
    if differences := _differences(folder, signed):
        raise ReleaseError(
            f"{folder} is not what was signed: {', '.join(differences)}; get it again from its makers"
        )
    return fingerprint(public)


def _differences(folder: Path, signed: dict[str, str]) -> list[str]:
    """How the files in ``folder`` differ from those ``signed``: SHA-256 by relative path."""
    entries = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    files = {name: path for name, path in entries.items() if path.is_file() and name != SIGNATURE}
    parents = {str(parent) for name in signed for parent in Path(name).parents}
    changed = [n for n in sorted(signed.keys() & files.keys()) if sha256_of(files[n]) != signed[n]]
    added = sorted(files.keys() - signed.keys())
    folders = [n for n, path in sorted(entries.items()) if path.is_dir() and n not in parents]
    return [
        *(f"{name} was changed" for name in changed),
        *(f"{name} is missing" for name in sorted(signed.keys() - files.keys())),
        *(f"{name} was added" for name in [*added, *folders]),
    ]


def _canonical(key: bytes, payload: bytes, signature: bytes) -> bytes:
    """The signature file, byte for byte, that the signer writes around this payload and signature."""
    value = {
        "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
        "verificationMaterial": {
            "publicKey": {"hint": hashlib.sha256(key).hexdigest()},
            "tlogEntries": [],
        },
        "dsseEnvelope": {
            "payload": base64.b64encode(payload).decode(),
            "payloadType": "application/vnd.in-toto+json",
            "signatures": [{"sig": base64.b64encode(signature).decode(), "keyid": ""}],
        },
    }
    return json.dumps(value, separators=(",", ":")).encode()


def _everything(signature: Path) -> Any:
    """Hash every file but the signature itself: also those of git, which the library would leave out."""
    from model_signing import hashing

    return hashing.Config().set_ignored_paths(paths=[signature], ignore_git_paths=False)


def _require_plain_files(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            raise ReleaseError(
                f"{path} is a symbolic link; a release holds plain files only, so do not use it"
            )
        if not path.is_file() and not path.is_dir():
            raise ReleaseError(f"{path} is no plain file; a release holds plain files only, so do not use it")


def _load(public: Path) -> Any:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization as pem

    try:
        return pem.load_pem_public_key(public.read_bytes())
    except OSError:
        raise ReleaseError(
            f"there is no public key {public}; name the file that its makers gave you"
        ) from None
    except (ValueError, UnsupportedAlgorithm):
        raise ReleaseError(f"{public} is no public key; name the file that its makers gave you") from None


def _write(path: Path, content: bytes, *, mode: int, replace: bool) -> None:
    """Write ``path`` whole, nobody else's to read until it has its ``mode``; if it is there, only to ``replace``."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".key-")  # mkstemp makes it 0600
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        try:
            if not replace:
                os.link(temporary, path)
                return
        except FileExistsError:
            return
        except OSError:  # a file system without hard links
            pass
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
