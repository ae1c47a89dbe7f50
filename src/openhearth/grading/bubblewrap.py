"""Bubblewrap (``bwrap``), for machines that let no program but it make namespaces: Ubuntu's since 24.04, or where it is
installed setuid.

It starts a new program, so the warm process does not help: Python starts, and imports all again, for each of a submission's two
processes (`cold`). There the limits, the filter and Landlock of `sandbox` come on top.
"""

import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from openhearth.grading import linux, sandbox
from openhearth.grading.groups import Group

FAILED = 1  # its status where it could not start a program
GIVEN = "/given"  # where the files lie that `cold` copies to the scratch folder


def refusal() -> str:
    """Why it cannot be used here, in one sentence; "" where it can. Found by doing it."""
    if not linux.machine():
        return "bubblewrap needs Linux on x86_64 or aarch64"
    if not shutil.which("bwrap"):
        return "bubblewrap is not installed: install your system's package bubblewrap"
    done = subprocess.run(
        [*_words([], sandbox.Limits()), "--remount-ro", "/", sys.executable, "-c", ""],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    return f"bubblewrap cannot be used here: {said}" if done.returncode else ""


class Place:
    """What one process of a submission finds; to be prepared in ``folder``, which is on the disk and empty.

    Args:
        fill: copies into the folder named what the working folder is to hold.
    """

    def __init__(self, folder: Path, fill: Callable[[str], None], group: Group | None) -> None:
        self._folder, self._group = folder, group
        folder.chmod(0o755)
        fill(str(folder / "given"))
        for path, text in sandbox.WRITTEN.items():
            (folder / Path(path).name).write_text(text)
        self._heard, self._telling = os.pipe()
        self._process = 0

    def fork(self) -> int:
        return os.fork()

    def enter(self, request: dict[str, Any], role: str, descriptors: Iterable[int]) -> None:
        """Become `cold` in ``role``, with these descriptors; does not return.

        Raises:
            OSError: it could not be started.
        """
        with (self._folder / "request.json").open("w") as file:
            json.dump(request, file)
        limits = sandbox.Limits()
        words = _words(request["hidden"], limits)
        words += ["--info-fd", str(self._telling), "--ro-bind", str(self._folder / "given"), GIVEN]
        for path in (*sandbox.WRITTEN, "/request.json"):
            words += ["--ro-bind", str(self._folder / Path(path).name), path]
        for descriptor in (*descriptors, self._telling):
            os.set_inheritable(descriptor, True)
        if self._group:
            self._group.join()
        cold = ["-P", "-m", "openhearth.grading.cold", role, *map(str, descriptors)]
        os.execvp("bwrap", [*words, "--remount-ro", "/", sys.executable, *cold])

    @property
    def kept(self) -> set[int]:
        """Descriptors that a fork needs to `enter`."""
        return {self._telling}

    def process(self, fork: int) -> int:
        """The process that an interruption is for, once ``fork`` has entered."""
        if not self._process:
            told = os.read(self._heard, 1 << 12) if select.select([self._heard], [], [], 0)[0] else b""
            self._process = int(json.loads(told)["child-pid"]) if told else fork
        return self._process

    def close(self) -> None:
        for end in (self._heard, self._telling):
            os.close(end)


def _words(hidden: list[str], limits: sandbox.Limits) -> list[str]:
    words = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--as-pid-1"]
    if (
        os.geteuid() == 0
    ):  # in its own eyes nobody; for the system it remains root, who owns nothing it can write to
        words += ["--unshare-user", "--uid", str(sandbox.NOBODY), "--gid", str(sandbox.NOBODY)]
    words += ["--hostname", "sandbox", "--cap-drop", "ALL", "--proc", "/proc", "--dev", "/dev"]
    for path in sandbox.WRITABLE:
        words += ["--perms", "1777", "--size", str(limits.disk), "--tmpfs", path]
    for each in sandbox.shown(sandbox.python_paths()):
        words += (
            ["--symlink", each.link, each.source] if each.link else ["--ro-bind", each.source, each.source]
        )
    for path in hidden:
        if Path(path).is_dir():
            words += ["--tmpfs", path, "--remount-ro", path]
    return [*words, "--chdir", sandbox.SCRATCH]
