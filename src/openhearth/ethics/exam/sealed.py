"""Private item banks: an institution's own items, sealed with age (age-encryption.org/v1) so that they may travel in the open.

A sealed bank is one file: the item files of a folder as JSON, encrypted to the keys of the classes that may use it. A class
keeps its key beside its secret, puts sealed banks into a folder, and draws from them and the public bank alike. Practice
draws from the public bank alone.
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openhearth.ethics.exam.items import Bank, ItemError, collect, load_file, parse

FORMAT = 1
LARGEST = 16 * 2**20  # bytes of a sealed bank


def class_key(path: Path) -> str:
    """The age recipient (``age1...``) of the class whose private key is in ``path``; made there if there is none.

    Raises:
        ItemError: the file holds no age key.
    """
    from pyrage import x25519

    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = x25519.Identity.generate()
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"{made}\n")
    return str(_identity(path).to_public())


def seal(folder: Path, recipients: Sequence[str]) -> bytes:
    """The item files of ``folder``, each looked at as `load_file` does, encrypted to ``recipients``.

    Raises:
        ItemError: there are no items, one is unsound, or a recipient is no age key.
    """
    from pyrage import RecipientError, encrypt, x25519

    files = sorted(folder.glob("*.toml"))
    if not files:
        raise ItemError(f"there are no items in {folder}; name a folder of .toml files")
    collect((load_file(path) for path in files), str(folder))
    keys = []
    for recipient in recipients:
        try:
            keys.append(x25519.Recipient.from_str(recipient))
        except RecipientError:
            raise ItemError(
                f"{recipient[:80]!r} is no age recipient; openhearth ethics recipient prints a class's"
            ) from None
    texts = {path.name: path.read_text(encoding="utf-8") for path in files}
    sealed: bytes = encrypt(json.dumps({"format": FORMAT, "files": texts}, ensure_ascii=False).encode(), keys)
    return sealed


def unseal(path: Path, key: Path) -> Bank:
    """The sealed bank in ``path``, opened with the class's key in ``key``.

    Raises:
        ItemError: it cannot be read or opened, or holds an unsound item; the message names the file.
    """
    from pyrage import DecryptError, decrypt

    try:
        if path.stat().st_size > LARGEST:
            raise ItemError(f"{path} has more than {LARGEST:,} bytes, which no item bank has")
        content = path.read_bytes()
    except OSError as error:
        raise ItemError(f"{path} cannot be read ({error.strerror})") from None
    try:
        data = json.loads(decrypt(content, [_identity(key)]))
        if data["format"] != FORMAT:
            raise ItemError(f"{path} is of format {data['format']!r}; this version reads {FORMAT}")
        files = {str(name): str(text) for name, text in data["files"].items()}
    except DecryptError:
        raise ItemError(
            f"{path} is damaged, or sealed to other keys than this class's ({class_key(key)}); have it sealed to this one"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ItemError(f"{path} holds no item bank") from None
    return collect((parse(text, f"{path.name}/{name}") for name, text in sorted(files.items())), path.name)


def with_private(bank: Bank, folder: Path, key: Path) -> Bank:
    """``bank`` and all sealed banks (``*.age``) in ``folder`` as one.

    Raises:
        ItemError: one cannot be opened, or two items have one id.
    """
    banks = [bank, *(unseal(path, key) for path in sorted(folder.glob("*.age")))]
    return collect(((list(one.templates), dict(one.objectives)) for one in banks), str(folder))


def _identity(path: Path) -> Any:
    from pyrage import IdentityError, x25519

    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        return x25519.Identity.from_str(next(line for line in lines if line and not line.startswith("#")))
    except FileNotFoundError:
        raise ItemError(
            f"there is no key in {path}; openhearth ethics recipient makes one, and banks are sealed to it"
        ) from None
    except (OSError, UnicodeDecodeError, StopIteration, IdentityError):
        raise ItemError(f"{path} holds no age key; restore it from your copy") from None
