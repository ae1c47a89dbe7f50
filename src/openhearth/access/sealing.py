"""Files behind the gate: sealed with age to a key of the resource's own, which is given out wrapped to whoever may open it.

The sealed file may lie anywhere in the open. Whoever has had the key can open every copy of it for ever: a gate cannot take
back what it has given. Sealing a resource anew, with another key, holds for what comes later only.
"""

import tarfile
import tempfile
from pathlib import Path
from typing import Any

from openhearth.access.errors import AccessError
from openhearth.workspace import replace_folder, replacing

LARGEST = 64 * 2**30  # bytes that a sealed folder may unpack to


def make_key() -> str:
    """A new private key, as age writes it (``AGE-SECRET-KEY-1...``)."""
    from pyrage import x25519

    return str(x25519.Identity.generate())


def public(private: str) -> str:
    """The recipient (``age1...``) of a private key."""
    return str(_identity(private).to_public())


def seal(folder: Path, to: Path, recipient: str) -> None:
    """Pack ``folder`` and encrypt it to ``recipient`` into the file ``to``.

    Raises:
        AccessError: there is no such folder, or it holds links or special files.
    """
    import pyrage
    from pyrage import x25519

    if not folder.is_dir():
        raise AccessError(f"there is no folder {folder} to seal")
    paths = sorted(path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
    for path in paths:
        if path.is_symlink() or not path.is_file():
            raise AccessError(f"{path} is a link or no plain file; what is sealed is plain files")
    if not paths:
        raise AccessError(f"{folder} is empty")
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=to.parent, prefix=".seal-") as scratch:
        packed = Path(scratch) / "packed.tar"
        with tarfile.open(packed, "w") as tar:
            for path in paths:
                tar.add(path, path.relative_to(folder).as_posix(), filter=_plain)
        with replacing(to) as partial:
            pyrage.encrypt_file(str(packed), str(partial), [x25519.Recipient.from_str(recipient)])


def unseal(sealed: Path, private: str, to: Path) -> None:
    """Unpack ``sealed`` into the folder ``to``, which is there whole or not at all.

    Raises:
        AccessError: it is damaged, or sealed to another key.
    """
    import pyrage

    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=to.parent, prefix=".open-") as scratch:
        packed, made = Path(scratch) / "packed.tar", Path(scratch) / "made"
        made.mkdir()
        try:
            pyrage.decrypt_file(str(sealed), str(packed), [_identity(private)])
            with tarfile.open(packed) as tar:
                if sum(member.size for member in tar) > LARGEST:
                    raise AccessError(f"{sealed} would unpack to more than {LARGEST >> 30} GB")
                tar.extractall(made, filter="data")
        except (pyrage.DecryptError, tarfile.TarError):
            raise AccessError(f"{sealed} is damaged, or sealed to another key; get it again") from None
        except OSError as error:
            raise AccessError(f"{sealed} cannot be opened ({error.strerror or error})") from None
        made.chmod(0o700)
        replace_folder(made, to)


def wrap(private: str, recipient: str) -> bytes:
    """A resource's private key, encrypted to ``recipient`` (``age1...``).

    Raises:
        AccessError: the recipient is no age key.
    """
    import pyrage
    from pyrage import x25519

    try:
        to = x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError:
        raise AccessError(f"{recipient[:80]!r} is no age key, so nothing can be given to it") from None
    wrapped: bytes = pyrage.encrypt(private.encode(), [to])
    return wrapped


def unwrap(wrapped: bytes, private: str) -> str:
    """The key in ``wrapped``, opened with one's own ``private`` key.

    Raises:
        AccessError: it was wrapped to another key, or is damaged.
    """
    import pyrage

    try:
        return bytes(pyrage.decrypt(wrapped, [_identity(private)])).decode()
    except pyrage.DecryptError:
        raise AccessError("the key that was given is wrapped to another key than yours, or damaged") from None


def _identity(private: str) -> Any:
    from pyrage import IdentityError, x25519

    try:
        return x25519.Identity.from_str(private.strip())
    except IdentityError:
        raise AccessError("a key file of the gate holds no age key; restore it from your copy") from None


def _plain(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nothing of whoever sealed it: no owner, no time, no rights but to read and write."""
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mtime, info.mode = 0, 0o644
    return info
