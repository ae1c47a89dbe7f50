"""The calls to Linux that Python's standard library lacks, each raising `OSError` with what was asked.

Numbers are those of <linux/*.h>; the generic system call table for what is newer than both architectures' own.
"""

import contextlib
import ctypes
import os
import platform
import select
import signal
import struct
import sys
from functools import cache
from pathlib import Path

NEWNS, NEWCGROUP, NEWUTS, NEWIPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
NOSUID, NODEV, BIND, REC, PRIVATE = 2, 4, 4096, 16384, 1 << 18
_DETACH = 2
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_CAPSET = {"x86_64": 126, "aarch64": 91}
_PIDFD_OPEN = 434
_MOUNT_SETATTR = 442  # Linux 5.12
_ATTR_RDONLY, _ATTR_NOSUID, _ATTR_NODEV = 1, 2, 4
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_HUGE, _COLLAPSE = 2 << 20, 25
_CAPABILITIES = 0x20080522  # version 3
PDEATHSIG, DUMPABLE, SECCOMP, CAPBSET_DROP, CHILD_SUBREAPER, NO_NEW_PRIVS = 1, 4, 22, 24, 36, 38


@cache
def machine() -> str:
    """The processor architecture as the tables here name it; "" where they do not know it."""
    name = platform.machine()
    return name if sys.platform == "linux" and name in _PIVOT_ROOT else ""


def unshare(flags: int) -> None:
    _check(_libc().unshare(flags), "new namespaces")


def join(namespace: int, kind: int) -> None:
    """Go, or let this process's next children begin, in the namespace of this descriptor."""
    _check(_libc().setns(namespace, kind), "a namespace")


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    done = _libc().mount(
        source.encode(), os.fsencode(target), kind.encode(), ctypes.c_ulong(flags), options.encode()
    )
    _check(done, f"mount {target}")


def bind(source: str, target: str) -> None:
    """Show ``source``, with all mounted below it, at ``target``."""
    flags = ctypes.c_ulong(BIND | REC)
    _check(_libc().mount(os.fsencode(source), os.fsencode(target), None, flags, None), f"bind {source}")


def read_only(target: str, below: bool = True) -> None:
    """Make the mount at ``target``, and those ``below`` it, read-only, without devices and set-uid programs."""
    attributes = struct.pack("=QQQQ", _ATTR_RDONLY | _ATTR_NOSUID | (_ATTR_NODEV if below else 0), 0, 0, 0)
    flags = _AT_RECURSIVE if below else 0
    done = _libc().syscall(_MOUNT_SETATTR, _AT_FDCWD, os.fsencode(target), flags, attributes, len(attributes))
    _check(done, f"make {target} read-only (needs Linux 5.12)")


def change_root(new: str) -> None:
    """Make ``new``, a mount, the root; what was there before cannot be reached any more."""
    os.chdir(new)
    _check(_libc().syscall(_PIVOT_ROOT[machine()], b".", b"."), "a new root")
    _check(_libc().umount2(b".", _DETACH), "leave the old root")
    os.chdir("/")


def prctl(option: int, value: int, *more: object) -> None:
    _check(_libc().prctl(option, ctypes.c_ulong(value), *(more or (0, 0, 0))), f"prctl {option}")


def opened(process: int) -> int:
    """A descriptor of ``process``, readable once that has ended (Linux 5.3)."""
    return syscall(_PIDFD_OPEN, process, 0)


def end_with(parent: int) -> None:
    """Have this process end when its parent does, at once if that has ended already; ``parent`` is that one, `opened`."""
    refused = _libc().prctl(PDEATHSIG, ctypes.c_ulong(signal.SIGKILL), 0, 0, 0)
    if refused or select.select([parent], [], [], 0)[0]:
        os._exit(1)


def drop_bounding_set() -> None:
    """Leave no capability that a program could be given."""
    for capability in range(64):
        if _libc().prctl(CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0) != 0:
            break  # past the last one there is


def drop_capabilities() -> None:
    """Give up every capability, for good together with ``NO_NEW_PRIVS``."""
    header, none = struct.pack("=Ii", _CAPABILITIES, 0), struct.pack("=6I", *[0] * 6)
    _check(_libc().syscall(_CAPSET[machine()], header, none), "give up capabilities")


def huge_pages() -> None:
    """Move this process's data to pages of 2 MiB where that can be had (Linux 6.1), so that a fork copies a page table of
    tens of entries in place of tens of thousands."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/maps").read_text().splitlines():
            where, rights, *rest = line.split(maxsplit=5)
            if not rights.startswith("rw") or rest[3:] not in ([], ["[heap]"]):
                continue
            low, high = (int(end, 16) for end in where.split("-"))
            for start in range(-(-low // _HUGE) * _HUGE, high - _HUGE + 1, _HUGE):
                _libc().madvise(ctypes.c_void_p(start), ctypes.c_size_t(_HUGE), _COLLAPSE)


def syscall(number: int, *arguments: object) -> int:
    """The call's result.

    Raises:
        OSError: it failed.
    """
    done = int(_libc().syscall(number, *arguments))
    _check(min(done, 0), f"system call {number}")
    return done


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
