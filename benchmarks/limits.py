"""A process under a real memory limit: a control group made for it, v1 or v2, where this user may make one."""

import contextlib
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

TOP = Path("/sys/fs/cgroup")


@contextlib.contextmanager
def limited(size: int) -> Iterator[Path | None]:
    """A control group that holds at most ``size`` bytes, removed at the end; None where none can be made."""
    version_2 = (TOP / "cgroup.controllers").is_file()
    folder = (TOP if version_2 else TOP / "memory") / f"openhearth-{uuid.uuid4().hex[:8]}"
    try:
        folder.mkdir()
        (folder / ("memory.max" if version_2 else "memory.limit_in_bytes")).write_text(str(size))
    except OSError:
        with contextlib.suppress(OSError):
            folder.rmdir()
        yield None
        return
    try:
        yield folder
    finally:
        with contextlib.suppress(OSError):
            folder.rmdir()


def run_in(group: Path | None, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a Python script inside ``group``, from its very first instruction."""

    def join() -> None:
        if group is not None:
            (group / "cgroup.procs").write_text(str(os.getpid()))

    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, preexec_fn=join, capture_output=True, text=True, check=False)
