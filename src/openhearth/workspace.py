"""The workspace: one folder of artefacts, each with its provenance, each written whole or not at all.

An artefact is a folder ``KIND/NAME/`` that holds files and a ``provenance.json``. It is written under
``KIND/.NAME.partial/`` and renamed when complete, so whatever has its final name is whole.
"""

import contextlib
import datetime
import hashlib
import json
import os
import platform
import shutil
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from openhearth import __version__
from openhearth.errors import OpenhearthError

PROVENANCE = "provenance.json"
PATIENCE = 600.0  # seconds to wait while another process writes the same artefact


class WorkspaceError(OpenhearthError):
    """The workspace cannot be read or written as asked."""


def sha256_of(path: Path) -> str:
    """SHA-256 (hex) of one file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def content_hash(files: Iterable[tuple[str, str]]) -> str:
    """SHA-256 (hex) over the sorted (path, file SHA-256) list: what a folder holds, whatever packed it."""
    listing = "".join(f"{digest}  {path}\n" for path, digest in sorted(files))
    return hashlib.sha256(listing.encode()).hexdigest()


def folder_hash(folder: Path, *, leave_out: Iterable[str] = (PROVENANCE,)) -> str:
    """`content_hash` of every file below ``folder`` but those named in ``leave_out``."""
    skipped = set(leave_out)
    return content_hash(
        (path.relative_to(folder).as_posix(), sha256_of(path))
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).as_posix() not in skipped
    )


def write_atomic(path: Path, content: str | bytes) -> Path:
    """Write ``content`` to ``path`` through a temporary file in the same folder, then rename."""
    with replacing(path) as temporary:
        temporary.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary file beside ``path`` to write to; it takes the name when the block ends well, and is gone if not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        temporary.touch()
        mode = temporary.stat().st_mode
        yield temporary
        temporary.chmod(mode)  # some writers make the file anew, for its owner alone
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def replace_folder(new: Path, final: Path) -> None:
    """Give ``new`` the name ``final``; what had it is removed only after."""
    old = final.with_name(f".{final.name}.old")
    if old.exists():
        shutil.rmtree(old)
    if final.exists():
        final.replace(old)
    new.replace(final)
    shutil.rmtree(old, ignore_errors=True)


def _finish(partial: Path, final: Path, provenance: dict[str, Any]) -> None:
    """Give ``partial`` its provenance and the name ``final``, which never vanishes if it holds the same already."""
    if (final / PROVENANCE).is_file() and folder_hash(final) == provenance["sha256"]:
        write_json(final / PROVENANCE, provenance)
        shutil.rmtree(partial)
    else:
        write_json(partial / PROVENANCE, provenance)
        replace_folder(partial, final)


def write_json(path: Path, value: Any) -> Path:
    """`write_atomic` of ``value`` as readable JSON (UTF-8, keys in the given order)."""
    return write_atomic(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def read_json(path: Path) -> Any:
    """The JSON value in ``path``.

    Raises:
        WorkspaceError: the file is missing or is not JSON; the message names it.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise WorkspaceError(f"{path} does not exist; make it again or name another file") from None
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise WorkspaceError(f"{path} is not valid JSON ({error}); delete it and make it again") from None


@dataclass(frozen=True)
class Artefact:
    """A finished artefact: ``path`` is its folder, ``provenance`` says where it came from."""

    kind: str
    name: str
    path: Path

    @cached_property
    def provenance(self) -> dict[str, Any]:
        value: dict[str, Any] = read_json(self.path / PROVENANCE)
        return value

    @property
    def sha256(self) -> str:
        """Content hash of the artefact's files (without its provenance)."""
        return str(self.provenance["sha256"])

    @property
    def is_reference(self) -> bool:
        """Whether this is the small artefact that the project ships, not the learner's own."""
        return self.name == "reference"

    def as_input(self) -> dict[str, str]:
        """How a later artefact's provenance names this one."""
        return {"kind": self.kind, "name": self.name, "sha256": self.sha256}


class Workspace:
    """The folder of artefacts: ``OPENHEARTH_HOME``, or the platform's user-data folder."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = Path(root) if root is not None else home()

    @contextlib.contextmanager
    def create(
        self,
        kind: str,
        name: str | None = None,
        *,
        inputs: Iterable[Artefact] = (),
        seed: int | None = None,
        settings: dict[str, Any] | None = None,
        keep_partial: bool = False,
    ) -> Iterator[Path]:
        """A folder to write an artefact in; on success it gets its provenance and its final name.

        Args:
            kind: what it is, in the singular: ``plan``, ``dataset``, ``run``, ``evaluation``, ``release``.
            name: default a time stamp, so that names sort by age. A finished artefact of the same
                name is replaced.
            inputs: the artefacts this one was made from.
            seed: the seed of whatever was random.
            settings: what was asked for (JSON-able).
            keep_partial: on failure or Ctrl-C leave the partial folder, to be resumed under the same
                name; otherwise it is removed.

        Raises:
            WorkspaceError: the workspace cannot be written, or another process holds the name: at once where
                partial work is kept, otherwise after ten minutes of waiting.
        """
        name = name or _now().strftime("%Y%m%d-%H%M%S-%f")
        partial, final = self.root / kind / f".{name}.partial", self.root / kind / name
        with self._alone(final, 0 if keep_partial else PATIENCE):
            with self._writable():
                if not keep_partial and partial.exists():
                    shutil.rmtree(partial)
                partial.mkdir(parents=True, exist_ok=True)
            try:
                yield partial
                with self._writable():
                    _finish(partial, final, _provenance(kind, name, partial, inputs, seed, settings))
            except BaseException:
                if not keep_partial:
                    shutil.rmtree(partial, ignore_errors=True)
                raise

    @contextlib.contextmanager
    def _alone(self, final: Path, patience: float) -> Iterator[None]:
        """Hold the name ``final`` across processes; freed when the holder dies."""
        locks = self.root / ".locks"
        lock = FileLock(locks / f"{final.parent.name}-{final.name}", timeout=patience)
        try:
            with self._writable():
                locks.mkdir(parents=True, exist_ok=True)
                lock.acquire()
        except Timeout:
            raise WorkspaceError(
                f"another process is writing {final}; wait for it to end, or give this one another name"
            ) from None
        try:
            yield
        finally:
            lock.release()

    def all(self, kind: str) -> list[Artefact]:
        """Every finished artefact of ``kind``, oldest first."""
        folder = self.root / kind
        if not folder.is_dir():
            return []
        found = [
            Artefact(kind, path.name, path)
            for path in folder.iterdir()
            if not path.name.startswith(".") and (path / PROVENANCE).is_file()
        ]
        return sorted(found, key=lambda artefact: str(artefact.provenance["created"]))

    def newest(self, kind: str) -> Artefact | None:
        """The artefact of ``kind`` finished last, or None."""
        artefacts = self.all(kind)
        return artefacts[-1] if artefacts else None

    def newest_or_reference(self, kind: str) -> Artefact:
        """The newest artefact of ``kind``, else the small reference one that the project ships.

        Raises:
            WorkspaceError: there is neither.
        """
        newest = self.newest(kind)
        if newest is not None:
            return newest
        shipped = reference_folder() / kind
        if (shipped / PROVENANCE).is_file():
            return Artefact(kind, "reference", shipped)
        raise WorkspaceError(f"there is no {kind} in {self.root} and no reference {kind}; make one first")

    def find(self, kind: str, name: str) -> Artefact:
        """The finished artefact ``kind/name``, also ``newest`` and ``reference``.

        Raises:
            WorkspaceError: there is none; the message lists those there are.
        """
        if name == "newest":
            return self.newest_or_reference(kind)
        if name == "reference" and (reference_folder() / kind / PROVENANCE).is_file():
            return Artefact(kind, "reference", reference_folder() / kind)
        for artefact in self.all(kind):
            if artefact.name == name:
                return artefact
        names = ", ".join(artefact.name for artefact in self.all(kind)) or "none"
        raise WorkspaceError(f"no {kind} is called {name!r} in {self.root} (there: {names})")

    @contextlib.contextmanager
    def lock(self, purpose: str) -> Iterator[None]:
        """Hold the workspace for ``purpose`` alone (across processes; freed when the holder dies).

        Raises:
            WorkspaceError: another process holds it.
        """
        with self._writable():
            self.root.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.root / f".{purpose}.lock", timeout=0)
        try:
            with self._writable():
                lock.acquire()
        except Timeout:
            raise WorkspaceError(
                f"another {purpose} is running in the workspace {self.root}; wait for it to end, "
                "or set OPENHEARTH_HOME to another folder"
            ) from None
        try:
            yield
        finally:
            lock.release()

    @contextlib.contextmanager
    def _writable(self) -> Iterator[None]:
        try:
            yield
        except Timeout:
            raise
        except OSError as error:
            raise WorkspaceError(
                f"cannot write to the workspace {self.root} ({error.strerror or error}); free some space "
                "or set OPENHEARTH_HOME to a folder you can write to"
            ) from error


def home() -> Path:
    """``OPENHEARTH_HOME``, or the platform's user-data folder for openhearth."""
    chosen = os.environ.get("OPENHEARTH_HOME")
    if chosen:
        return Path(chosen).expanduser().absolute()
    import platformdirs

    return Path(platformdirs.user_data_dir("openhearth", appauthor=False))


def reference_folder() -> Path:
    """The folder of reference artefacts shipped with the package."""
    return Path(str(resources.files("openhearth"))) / "reference"


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _provenance(
    kind: str,
    name: str,
    folder: Path,
    inputs: Iterable[Artefact],
    seed: int | None,
    settings: dict[str, Any] | None,
) -> dict[str, Any]:
    return {
        "kind": kind,
        "name": name,
        "created": _now().isoformat(),
        "sha256": folder_hash(folder),
        "inputs": [artefact.as_input() for artefact in inputs],
        "seed": seed,
        "settings": settings or {},
        "command": [Path(sys.argv[0]).name, *sys.argv[1:]],
        "versions": {"openhearth": __version__, "python": platform.python_version(), **_versions()},
        "machine": {"system": platform.system(), "processor": platform.machine(), "cores": os.cpu_count()},
    }


def _versions() -> dict[str, str]:
    versions = {}
    for package in ("torch", "numpy", "tokenizers", "safetensors"):
        with contextlib.suppress(metadata.PackageNotFoundError):
            versions[package] = metadata.version(package)
    return versions
