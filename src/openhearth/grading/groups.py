"""Control groups, versions 1 and 2: how much memory and how many processes a submission may have in all.

Only where this user may make groups below its own; without them `sandbox` keeps to limits on each process.
"""

import contextlib
import errno
import os
import time
from pathlib import Path

PREFIX = "openhearth-grading-"
TOP = Path("/sys/fs/cgroup")


class Group:
    """A group with limits, at most one folder a controller.

    Args:
        name: without ``/``.
        memory: bytes.
        processes: how many.

    Raises:
        OSError: no group can be made here.
    """

    def __init__(self, name: str, memory: int, processes: int) -> None:
        self.folders: list[Path] = []
        wanted = {"memory": ("memory.max", memory), "pids": ("pids.max", processes)}
        first = {"memory": ("memory.limit_in_bytes", memory), "pids": ("pids.max", processes)}
        try:
            for folder, settings in _places(wanted, first):
                made = folder / f"{PREFIX}{os.getpid()}-{name}"
                made.mkdir()
                self.folders.append(made)
                for file, value in settings:
                    (made / file).write_text(str(value))
        except OSError:
            self.remove()
            raise

    def join(self) -> None:
        """Put this process, and what it starts, into the group."""
        for folder in self.folders:
            (folder / "cgroup.procs").write_text("0")

    def remove(self) -> None:
        """Remove the group; nothing may run in it any more."""
        for folder in self.folders:
            for wait in (0.0, 0.001, 0.01, 0.1):  # a process that has ended may still be counted for a moment
                time.sleep(wait)
                try:
                    folder.rmdir()
                    break
                except OSError as error:
                    if error.errno != errno.EBUSY:
                        break


def available() -> bool:
    """Whether groups can be made here."""
    try:
        Group("try", 1 << 30, 100).remove()
    except OSError:
        return False
    return True


def sweep() -> None:
    """Remove the groups that a grader which was killed has left, and end what still runs in them."""
    for parent in {folder.parent for folder in TOP.glob(f"**/{PREFIX}*")} if TOP.is_dir() else ():
        for folder in parent.glob(f"{PREFIX}*"):
            owner = folder.name.removeprefix(PREFIX).split("-")[0]
            if owner.isdigit() and not Path("/proc", owner).exists():
                with contextlib.suppress(OSError):
                    for number in (folder / "cgroup.procs").read_text().split():
                        os.kill(int(number), 9)
                with contextlib.suppress(OSError):
                    folder.rmdir()


_Settings = dict[str, tuple[str, int]]


def _places(wanted: _Settings, first: _Settings) -> list[tuple[Path, list[tuple[str, int]]]]:
    """Where to make a folder, and what to write into it."""
    own = _own()
    if "" in own:
        leaf = TOP / own[""].lstrip("/")
        for folder in (
            leaf,
            leaf.parent,
        ):  # a group with processes hands no controllers on, but the one above it may
            hands_on = set((folder / "cgroup.subtree_control").read_text().split())
            if TOP in (folder, *folder.parents) and {"memory", "pids"} <= hands_on:
                return [(folder, list(wanted.values()))]
        raise OSError(errno.EPERM, "no control group here hands on the memory and pids controllers")
    places = []
    for controller, setting in first.items():
        top = TOP / controller
        folder = top / own.get(controller, "/").lstrip("/")
        places.append((folder if folder.is_dir() else top, [setting]))
    return places


def _own() -> dict[str, str]:
    """This process's groups by controller; by "" where only version 2 is in use."""
    found: dict[str, str] = {}
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        for controller in controllers.split(","):
            found[controller] = path
    if len(found) > 1:
        found.pop("", None)
    return found
