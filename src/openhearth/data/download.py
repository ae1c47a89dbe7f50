"""Archives of a pinned commit: fetched once, checked by content, read in memory.

Hosts pack the same commit into different bytes from year to year, so an archive is known by what it
holds: the SHA-256 over the sorted list of (path, SHA-256) of its files, the top folder's name left out.
Nothing is ever unpacked to disk, so no archive can write anywhere; hostile ones are refused all the same,
because somebody may unpack them by hand.
"""

import hashlib
import io
import lzma
import os
import shutil
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from filelock import FileLock

from openhearth.data.records import DataError
from openhearth.workspace import content_hash, home

MAX_ARCHIVE = 16 << 20  # bytes; the largest in the catalogue has 2.5 MB
MAX_MEMBERS = 20_000
MAX_MEMBER = 16 << 20  # bytes, unpacked
MAX_CONTENT = 256 << 20  # bytes, unpacked, all members
TIMEOUT = (5.0, 30.0)  # seconds to connect; seconds without a byte
PATIENCE = 600.0  # seconds to wait while another process fetches the same archive


# What zipfile and its decompressors raise at damaged bytes.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class Unavailable(DataError):
    """An archive is neither in the cache nor to be had from the mirror or the network."""


@dataclass(frozen=True)
class Archive:
    """A repository at one commit, and the hash of what it holds."""

    repository: str  # "owner/name" on GitHub
    commit: str  # 40 hex digits
    sha256: str  # content hash
    packed_sha256: str  # of the archive's bytes when the entry was written; a host may pack anew

    @property
    def name(self) -> str:
        """File name, the same in the cache and in a mirror."""
        return f"{self.repository.split('/')[1]}-{self.commit}.zip"

    @property
    def url(self) -> str:
        """Where the public may download it."""
        return f"https://github.com/{self.repository}/archive/{self.commit}.zip"

    @property
    def source(self) -> str:
        """How a record names where it is from."""
        return f"{self.repository}@{self.commit[:7]}"


def cached(archive: Archive) -> Path:
    """Where ``archive`` lies, or will lie, in the cache."""
    return home() / "cache" / archive.name


def fetch(archive: Archive, *, progress: bool = True) -> dict[str, bytes]:
    """The files of ``archive`` by path (top folder left out), from the cache or fetched first.

    Fetched from ``OPENHEARTH_MIRROR`` (a folder or an http URL) if that is set, otherwise from GitHub;
    checked before it gets its name in the cache, and again at every reading.

    Raises:
        Unavailable: it cannot be had.
        DataError: it is damaged, altered or hostile, or the cache cannot be written.
    """
    path = cached(archive)
    if path.exists():
        return read(path, archive)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.parent / f".{archive.name}.lock", timeout=PATIENCE):
            if path.exists():  # another process was faster
                return read(path, archive)
            partial = path.with_name(f".{archive.name}.partial")
            try:
                origin = _get(archive, partial, progress)
                files = read(partial, archive, origin=origin)
                partial.replace(path)
            finally:
                partial.unlink(missing_ok=True)
            return files
    except OSError as error:  # filelock's Timeout is one too
        raise DataError(
            f"{archive.name} cannot be kept in {path.parent} ({error.strerror or error}); free some space, "
            "or set OPENHEARTH_HOME to a folder you can write to"
        ) from error


def read(path: Path, archive: Archive, *, origin: str | None = None) -> dict[str, bytes]:
    """The files of the archive at ``path`` by path, once their content hash is seen to be right.

    Raises:
        DataError: it is damaged, altered or hostile; the message names it and says what to do.
    """
    where = origin or str(path)
    remedy = "delete it and run again, or set OPENHEARTH_MIRROR to a folder that holds a good copy"
    if path.stat().st_size > MAX_ARCHIVE:
        raise DataError(
            f"{where} has more than {MAX_ARCHIVE >> 20} MB; it is not the archive it claims to be"
        )
    packed = path.read_bytes()
    try:
        files = members(packed, where)
    except DAMAGE as error:
        raise DataError(
            f"{archive.name} from {where} is truncated or damaged ({error}): its bytes have SHA-256 "
            f"{hashlib.sha256(packed).hexdigest()}, content {archive.sha256} was expected; {remedy}"
        ) from None
    found = content_hash((name, hashlib.sha256(data).hexdigest()) for name, data in files.items())
    if found != archive.sha256:
        raise DataError(
            f"{archive.name} from {where} is altered: its content has SHA-256 {found}, "
            f"expected {archive.sha256}; {remedy}"
        )
    return files


def members(packed: bytes, where: str) -> dict[str, bytes]:
    """The files in a zip by path, the one top folder left out; ``where`` is its name for messages.

    Raises:
        DataError: a member has an unsafe name, is no plain file, stands twice, or is too large.
        one of DAMAGE: the zip is damaged.
    """
    files: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        infos = archive.infolist()
        if len(infos) > MAX_MEMBERS:
            raise DataError(f"{where} has {len(infos)} members, more than {MAX_MEMBERS}; it is refused")
        # zipfile never yields more than the declared size, so capping what is declared caps what is read
        if sum(info.file_size for info in infos) > MAX_CONTENT:
            raise DataError(f"{where} unpacks to more than {MAX_CONTENT >> 20} MB; it is refused as a bomb")
        tops = set()
        for info in infos:
            name = _safe_name(info, where)
            if info.file_size > MAX_MEMBER:
                raise DataError(
                    f"{where}: member {name!r} unpacks to more than {MAX_MEMBER >> 20} MB; it is refused"
                )
            top, _, rest = name.partition("/")
            tops.add(top)
            if info.is_dir():
                continue
            if rest in files:
                raise DataError(f"{where}: member {name!r} stands twice; the archive is refused")
            files[rest] = archive.read(info)
    if len(tops) != 1 or "" in files:
        raise DataError(
            f"{where} should hold one folder with everything in it, not {len(tops)}; it is refused"
        )
    return files


def _safe_name(info: zipfile.ZipInfo, where: str) -> str:
    """The member's name, if unpacking it anywhere could do no harm."""
    name = info.orig_filename  # as it stands in the archive: zipfile cuts `filename` at a NUL
    parts = name.rstrip("/").split("/")
    problem = None
    if not name or "\\" in name or ":" in parts[0] or PurePosixPath(name).is_absolute():
        problem = "has a name that is not a plain relative path"
    elif any(part in ("", ".", "..") for part in parts):
        problem = "has a name that leads out of its folder"
    elif any(ord(character) < 32 or ord(character) == 127 for character in name):
        problem = "has a control character in its name"
    elif stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        problem = "is a link or a special file"
    elif info.flag_bits & 0x1:
        problem = "is encrypted"
    if problem:
        raise DataError(f"{where}: member {name!r} {problem}; the archive is refused")
    return name


def _get(archive: Archive, target: Path, progress: bool) -> str:
    """Write the archive's bytes to ``target``; returns the address they came from."""
    mirror = os.environ.get("OPENHEARTH_MIRROR", "").strip()
    if mirror and not mirror.startswith(("http://", "https://")):
        origin = Path(mirror).expanduser() / archive.name
        if not origin.is_file():
            raise Unavailable(
                f"the mirror {mirror} has no file {archive.name}; put it there ({archive.url} under that "
                "name), or unset OPENHEARTH_MIRROR to download it"
            )
        shutil.copyfile(origin, target)
        return str(origin)
    url = f"{mirror.rstrip('/')}/{archive.name}" if mirror else archive.url
    _download(url, archive, target, progress)
    return url


def _download(url: str, archive: Archive, target: Path, progress: bool) -> None:
    import pooch
    import requests

    with _Bar(archive, show=progress) as bar:
        get = pooch.HTTPDownloader(progressbar=bar, chunk_size=1 << 16, timeout=TIMEOUT)
        try:
            get(url, target, None)
        except requests.RequestException as error:
            response = getattr(error, "response", None)
            reason = f"HTTP {response.status_code}" if response is not None else _cause(error)
            raise Unavailable(
                f"{archive.name} cannot be downloaded from {url} ({reason}); connect to the internet, or set "
                f"OPENHEARTH_MIRROR to a folder or URL that holds {archive.name}"
            ) from None


def _cause(error: BaseException) -> str:
    """In a word or two, why a request failed."""
    names = {"ConnectTimeout": "no answer", "ReadTimeout": "no answer", "ConnectionError": "no connection"}
    return names.get(type(error).__name__, type(error).__name__)


class _Bar:
    """What pooch expects of a progress bar, drawn by rich on stderr; also the cap on what a host may send."""

    total: int = 0

    def __init__(self, archive: Archive, *, show: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

        columns = TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn()
        self._progress = Progress(*columns, console=Console(stderr=True), disable=not show)
        self._task = self._progress.add_task(archive.repository, total=None)
        self._name, self._seen = archive.name, 0

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *_: Any) -> None:
        self._progress.stop()

    def update(self, count: int) -> None:
        self._progress.start()  # with the first bytes: a host that does not answer gets no bar
        self._seen += count
        if self._seen > MAX_ARCHIVE + (1 << 20):  # pooch counts whole chunks
            raise DataError(
                f"the host sends more than {MAX_ARCHIVE >> 20} MB for {self._name}; it is refused"
            )
        self._progress.update(self._task, total=self.total or None, completed=self._seen)

    def reset(self) -> None:
        self._seen = 0

    def close(self) -> None:
        pass
