"""What has been graded, on disk, so that a grader that is killed at any moment loses nothing and does nothing twice.

    KEY.json        one result; written aside, flushed, renamed
    booked/STUDENT  the key of the result that the gradebook and the autograded folder hold

The key says what the result follows from: the submission's bytes, the assignment, the environment. That a result exists is
said by its file alone, never by a folder that something may have left half-made.
"""

import contextlib
import hashlib
import json
import os
import secrets
from pathlib import Path

from openhearth.grading.errors import GradingError
from openhearth.grading.grader import Result, Submission

FORMAT = 2  # of the results; another number is another key


class Journal:
    """The journal of one assignment, in ``folder``; one process at a time has it open. Use it as a context manager.

    Raises:
        GradingError: the folder cannot be written, or another grader has it open.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            (folder / "booked").mkdir(parents=True, exist_ok=True)
            self._lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise GradingError(f"the journal in {folder} cannot be written ({error.strerror})") from None
        if not _locked(self._lock):
            os.close(self._lock)
            raise GradingError(
                f"another grader is at work on this assignment (it holds {folder / 'lock'}); wait for it"
            )
        for left in folder.glob("**/*.part"):  # of a grader that was killed
            left.unlink(missing_ok=True)

    def find(self, key: str) -> Result | None:
        """The result with this key, if there is a whole one."""
        try:
            return Result.from_json(json.loads((self.folder / f"{key}.json").read_bytes()))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):  # a disk that lost what it had confirmed
            return None

    def add(self, key: str, result: Result) -> None:
        """Keep ``result``. When this returns it is on the disk."""
        _write(self.folder / f"{key}.json", json.dumps(result.to_json(), ensure_ascii=False))

    def booked(self, student: str) -> str:
        """The key of what the gradebook holds of ``student``; "" where it holds nothing."""
        try:
            return (self.folder / "booked" / _file(student)).read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""

    def book(self, student: str, key: str) -> None:
        """Say that the gradebook and the autograded folder hold the result with this key."""
        _write(self.folder / "booked" / _file(student), key)

    def seed(self) -> str:
        """The secret that hidden tests draw their data from: the same for a whole class, and whenever it is graded again."""
        path = self.folder / "seed"
        if not path.is_file():
            _write(path, secrets.token_hex(16))
        return path.read_text(encoding="utf-8")

    def close(self) -> None:
        os.close(self._lock)

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def key_of(submission: Submission, *about: str) -> str:
    """The key of the result of ``submission`` under ``about``: the material's key, the environment ..."""
    whole = hashlib.sha256(json.dumps([FORMAT, submission.student, *about]).encode())
    for path, content in sorted(submission.files.items()):
        whole.update(json.dumps([path, hashlib.sha256(content).hexdigest()]).encode())
    return whole.hexdigest()


def _file(student: str) -> str:
    """A file name for an id, whatever the file system makes of large letters."""
    return hashlib.sha256(student.encode(errors="surrogateescape")).hexdigest()[:32]


def _write(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.part")
    with open(part, "w", encoding="utf-8", opener=_private) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _locked(descriptor: int) -> bool:
    """Whether this process has the lock now."""
    import fcntl

    with contextlib.suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
