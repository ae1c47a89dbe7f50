"""Landlock, where the kernel has it: a second, independent fence around files, and around the network.

The sandbox's mounts say already what can be written; Landlock says it again, in another part of the kernel (kernel
documentation, "Landlock: unprivileged access control").
"""

import os
import struct
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from openhearth.grading import linux

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION = 1
_BENEATH = 1
# LANDLOCK_ACCESS_FS_*: write a file; remove and make what a folder holds; REFER (2nd version), TRUNCATE (3rd).
_WRITE = 1 << 1
_FOLDER = sum(1 << bit for bit in range(4, 13))
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_TCP = 0b11  # bind, connect (4th version)
_SCOPES = 0b11  # abstract sockets, signals (6th version)


@cache
def version() -> int:
    """The version of the interface; 0 where the kernel has none."""
    try:
        return linux.syscall(_CREATE, None, 0, _VERSION) if linux.machine() else 0
    except OSError:
        return 0


def fence(writable: Iterable[str]) -> None:
    """Let this process and its children write below ``writable`` alone, and reach no network; for good.

    Raises:
        OSError: the kernel refuses.
    """
    has = version()
    files = _WRITE | _FOLDER | (_REFER if has >= 2 else 0) | (_TRUNCATE if has >= 3 else 0)
    rules = struct.pack("=QQQ", files, _TCP if has >= 4 else 0, _SCOPES if has >= 6 else 0)
    rules = rules[: 24 if has >= 6 else 16 if has >= 4 else 8]
    ruleset = linux.syscall(_CREATE, rules, len(rules), 0)
    try:
        for path in writable:
            opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
            try:
                folder = Path(path).is_dir()
                allowed = files if folder else files & (_WRITE | _TRUNCATE)
                linux.syscall(_ADD, ruleset, _BENEATH, struct.pack("=Qi", allowed, opened), 0)
            finally:
                os.close(opened)
        linux.syscall(_RESTRICT, ruleset, 0)
    finally:
        os.close(ruleset)
