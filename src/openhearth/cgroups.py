"""Control groups: the limits that the Linux kernel really enforces, read where they stand.

Sources: Linux cgroup v2 (Documentation/admin-guide/cgroup-v2.rst: cpu.max, memory.max) and v1.
"""

import re
from collections.abc import Iterator
from pathlib import Path

UNLIMITED = 1 << 60
"""Bytes from which a memory limit means none (cgroup v1 writes a huge number)."""


def folders(root: Path, controller: str) -> Iterator[Path]:
    """This process's cgroup folder for ``controller`` and every ancestor of it, v2 and v1."""
    base = root / "sys/fs/cgroup"
    try:
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:
        return
    for line in lines:
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if controllers == "":
            top = base
        elif controller in controllers.split(","):
            top = base / controllers if (base / controllers).is_dir() else base / controller
        else:
            continue
        folder = top / path.lstrip("/")
        # In a container the path may be the host's: then only the top is there, and it is ours.
        while True:
            if folder.is_dir():
                yield folder
            if folder == top or top not in folder.parents:
                break
            folder = folder.parent


def cpu_quota(folder: Path) -> tuple[str, float] | None:
    """(file name, cores) that ``folder`` allows, or None where it sets no limit."""
    try:
        quota, period = (folder / "cpu.max").read_text().split()
        if quota != "max":
            return "cpu.max", int(quota) / int(period)
    except (OSError, ValueError):
        pass
    v1_quota, v1_period = _read_int(folder / "cpu.cfs_quota_us"), _read_int(folder / "cpu.cfs_period_us")
    if v1_quota is not None and v1_quota > 0 and v1_period:
        return "cpu.cfs_quota_us", v1_quota / v1_period
    return None


def memory_limits(folder: Path) -> Iterator[tuple[str, int, int]]:
    """(file name, limit, use) in bytes for every memory limit that ``folder`` sets.

    What the page cache holds is given back under pressure, so it does not count as used.
    """
    for limit_file, usage_file in (
        ("memory.max", "memory.current"),
        ("memory.limit_in_bytes", "memory.usage_in_bytes"),
    ):
        limit = _read_int(folder / limit_file)
        if limit is not None and limit < UNLIMITED:
            yield limit_file, limit, max(0, (_read_int(folder / usage_file) or 0) - _reclaimable(folder))


def _reclaimable(folder: Path) -> int:
    try:
        match = re.search(r"^(?:total_)?inactive_file (\d+)$", (folder / "memory.stat").read_text(), re.M)
    except OSError:
        return 0
    return int(match[1]) if match else 0


def _read_int(file: Path) -> int | None:
    try:
        return int(file.read_text())
    except (OSError, ValueError):  # absent, or the word "max"
        return None
