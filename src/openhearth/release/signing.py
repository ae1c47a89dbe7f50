"""The OpenSSF model signature over every file of a bundle, with an elliptic-curve key of one's own.

A signature says that whoever holds a key vouches for these bytes. It does not say whose key that is: verify with
a public key that you got from its owner in another way than with the model.
"""

import os
import re
from pathlib import Path

from openhearth.release.errors import ReleaseError
from openhearth.workspace import Workspace, sha256_of, write_atomic

SIGNATURE = "model.sig"


def key_pair(workspace: Workspace) -> tuple[Path, Path]:
    """(private, public) key files of this workspace, made when first asked for (P-256, PEM).

    The private key is readable by its owner alone.
    """
    private, public = workspace.root / "keys" / "release.pem", workspace.root / "keys" / "release.pub"
    if private.is_file() and public.is_file():
        return private, public
    from cryptography.hazmat.primitives import serialization as pem
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    private.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    old_mask = os.umask(0o077)
    try:
        write_atomic(
            private, key.private_bytes(pem.Encoding.PEM, pem.PrivateFormat.PKCS8, pem.NoEncryption())
        )
    finally:
        os.umask(old_mask)
    form = pem.PublicFormat.SubjectPublicKeyInfo
    write_atomic(public, key.public_key().public_bytes(pem.Encoding.PEM, form))
    return private, public


def fingerprint(public: Path) -> str:
    """SHA-256 of the public key file's bytes: what two people compare over the telephone."""
    return ":".join(re.findall("....", sha256_of(public)[:32]))


def sign(folder: Path, private: Path) -> Path:
    """Sign every file of ``folder``; the signature's path.

    Raises:
        ReleaseError: it holds a symbolic link, or the key cannot be used.
    """
    from model_signing import hashing, signing

    _refuse_links(folder)
    signature = folder / SIGNATURE
    signature.unlink(missing_ok=True)
    everything = hashing.Config().set_ignored_paths(paths=[signature], ignore_git_paths=False)
    try:
        config = signing.Config().use_elliptic_key_signer(private_key=private)
        config.set_hashing_config(everything).sign(folder, signature)
    except (ValueError, OSError) as error:
        raise ReleaseError(f"cannot sign {folder} with the key {private} ({_first_line(error)})") from None
    return signature


def verify(folder: Path, public: Path | None = None) -> str:
    """Check that ``folder`` is what was signed, to the byte; the fingerprint of the key.

    Args:
        folder: the bundle.
        public: the key to trust; default this workspace's own.

    Raises:
        ReleaseError: a file was changed, removed or added, the signature is missing or damaged, or it is by
            another key; the message names the file.
    """
    from model_signing import hashing, verifying

    if not folder.is_dir():
        raise ReleaseError(f"there is no release in {folder}; name the folder of one")
    public = public or key_pair(Workspace())[1]
    if not public.is_file():
        raise ReleaseError(f"there is no public key {public}; name the one that its makers gave you")
    signature = folder / SIGNATURE
    if not signature.is_file():
        raise ReleaseError(f"{signature} is missing: the release is not signed, so nothing vouches for it")
    _refuse_links(folder)
    everything = hashing.Config().set_ignored_paths(paths=[signature], ignore_git_paths=False)
    try:
        config = verifying.Config().use_elliptic_key_verifier(public_key=public)
        config.set_hashing_config(everything).set_ignore_unsigned_files(False).verify(folder, signature)
    except Exception as error:  # the library lets whatever its parsers raise through
        raise ReleaseError(_explained(folder, public, error)) from None
    return fingerprint(public)


def _explained(folder: Path, public: Path, error: Exception) -> str:
    text = str(error)
    if text.startswith("Signature mismatch"):
        return f"{folder} is not what was signed: {_differences(text)}"
    if isinstance(error, ValueError) and "public key" not in text.lower() and "verif" not in text.lower():
        return f"{folder / SIGNATURE} is damaged or not a signature ({_first_line(error)}); get it again"
    return f"{folder / SIGNATURE} was not made with the key {public.name} ({fingerprint(public)}), or is damaged: do not use it"


def _differences(text: str) -> str:
    """Which files differ, from the library's own words."""
    changed = [f"{name} was changed" for name in re.findall(r"Hash mismatch for '([^']+)'", text)]
    missing = [f"{name} is missing" for name in _listed("Missing", text)]
    added = [f"{name} was added" for name in _listed("Extra", text)]
    return "; ".join([*changed, *missing, *added]) or " ".join(text.split())


def _listed(which: str, text: str) -> list[str]:
    match = re.search(which + r" files(?: found)? in model '[^']*': ([^\"]*)", text)
    return match[1].split(", ") if match else []


def _refuse_links(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            raise ReleaseError(f"{path} is a symbolic link; a release holds plain files only")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
