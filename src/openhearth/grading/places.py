"""Where a submission's two processes run: confined, confined by bubblewrap, or in a scratch folder."""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from openhearth.grading import bubblewrap, sandbox
from openhearth.grading.groups import Group

SCRATCH = "openhearth-grading-"
ISOLATIONS = ("strict", "bwrap", "none")


class Place(Protocol):
    """A place for one fork."""

    def fork(self) -> int:
        """`os.fork`, or what comes nearer to where the fork is to go."""

    @property
    def kept(self) -> set[int]:
        """Descriptors that the fork needs to `enter`."""

    def enter(self, request: dict[str, Any], role: str, descriptors: list[int]) -> None:
        """Go there, in the fork. It may not return, and run ``role`` there itself.

        Raises:
            SandboxError, OSError: it cannot be entered.
        """

    def process(self, fork: int) -> int:
        """The process that an interruption is for."""


def refusal(isolation: str) -> str:
    """Why submissions cannot be isolated so here, in one sentence; "" where they can."""
    if isolation == "none":
        return ""
    return bubblewrap.refusal() if isolation == "bwrap" else sandbox.refusal()


@contextlib.contextmanager
def place(folder: str, isolation: str) -> Iterator[Place]:
    """Prepare a place whose working folder holds what ``folder`` does; nothing of it is left afterwards."""
    fill = partial(_fill, folder)
    with contextlib.ExitStack() as left:
        group = None
        if isolation != "none":
            limits = sandbox.Limits()
            with contextlib.suppress(OSError):
                group = Group(f"{time.monotonic_ns()}", limits.memory, limits.processes)
        if group:
            left.callback(group.remove)
        if isolation == "strict":
            yield _Confined(fill, group)
            return
        scratch = left.enter_context(
            tempfile.TemporaryDirectory(prefix=f"{SCRATCH}{os.getpid()}-", ignore_cleanup_errors=True)
        )
        if isolation == "bwrap":
            yield left.enter_context(contextlib.closing(bubblewrap.Place(Path(scratch), fill, group)))
            return
        fill(f"{scratch}/work")
        yield _Scratch(scratch)


def sweep() -> None:
    """Remove the folders that a grader which was killed has left."""
    for folder in Path(tempfile.gettempdir()).glob(f"{SCRATCH}*"):
        owner = folder.name.removeprefix(SCRATCH).split("-")[0]
        if owner.isdigit() and not _alive(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


class _Here:
    def fork(self) -> int:
        return os.fork()

    @property
    def kept(self) -> set[int]:
        return set()

    def process(self, fork: int) -> int:
        return fork


class _Confined(_Here):
    def __init__(self, fill: Callable[[str], None], group: Group | None) -> None:
        self._fill, self._group = fill, group

    def fork(self) -> int:
        return sandbox.fork()

    def enter(self, request: dict[str, Any], role: str, descriptors: list[int]) -> None:
        os.environ.update(HOME="/tmp", TMPDIR="/tmp")
        sandbox.enter(self._fill, sandbox.python_paths(), request["hidden"], sandbox.Limits(), self._group)


class _Scratch(_Here):
    def __init__(self, folder: str) -> None:
        self._folder = folder

    def enter(self, request: dict[str, Any], role: str, descriptors: list[int]) -> None:
        os.environ.update(HOME=self._folder, TMPDIR=self._folder)
        os.chdir(f"{self._folder}/work")


def _fill(folder: str, into: str) -> None:
    Path(into).mkdir(exist_ok=True)
    if any(Path(folder).iterdir()):
        ignored = shutil.ignore_patterns("*.ipynb", ".*", "__pycache__")
        shutil.copytree(folder, into, ignore=ignored, dirs_exist_ok=True, copy_function=shutil.copyfile)


def _alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
