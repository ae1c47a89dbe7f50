"""A filter on system calls, for what namespaces leave open: none that gets out, looks into other processes, or
reaches rarely used parts of the kernel. It is a program of classic BPF (kernel documentation, "Seccomp BPF"),
assembled here.
"""

import ctypes
import errno
import struct
from functools import cache

from openhearth.grading import linux

# <linux/bpf_common.h>, <linux/seccomp.h>
_LOAD, _AND, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE, _FIRST = (
    0,
    4,
    16,
)  # offsets in struct seccomp_data; the arguments' low halves follow by 8
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000
_MODE_FILTER = 2
_X32 = 0x40000000  # numbers of x86_64's other table
_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CLONE3 = 435
_CALLS = {"x86_64": {"clone": 56, "socket": 41}, "aarch64": {"clone": 220, "socket": 198}}
_NAMESPACES = 0x7E020080  # CLONE_NEW*, CLONE_NEWTIME
_FAMILIES = (1, 2, 10, 16)  # unix, inet, inet6, netlink: all of this network namespace, which has no way out

# name: (x86_64, aarch64)
DENIED: dict[str, tuple[int, int]] = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "process_madvise": (440, 440),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "unshare": (272, 97),
    "setns": (308, 268),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "perf_event_open": (298, 241),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "syslog": (103, 116),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "adjtimex": (159, 171),
    "clock_adjtime": (305, 266),
    "personality": (135, 92),
    "vmsplice": (278, 75),
}


def install() -> None:
    """Filter this process's system calls and its children's, for good; `linux.NO_NEW_PRIVS` must be set.

    Raises:
        OSError: the kernel has no filters.
    """
    program = assemble(linux.machine())
    size = len(program) // 8
    code = ctypes.create_string_buffer(program)
    head = struct.pack("@HxxxxxxP" if struct.calcsize("P") == 8 else "@HxxP", size, ctypes.addressof(code))
    linux.prctl(linux.SECCOMP, _MODE_FILTER, ctypes.c_char_p(head), 0, 0)


@cache
def assemble(machine: str) -> bytes:
    """The filter for ``machine``, as the kernel reads it: eight bytes an instruction."""
    column = list(_AUDIT).index(machine)
    calls = _CALLS[machine]
    lines = [
        _line(_LOAD, _ARCHITECTURE),
        _line(_EQUAL, _AUDIT[machine], yes=1),
        _line(_RETURN, _KILL),
        _line(_LOAD, _NUMBER),
    ]
    if machine == "x86_64":
        lines += [_line(_AT_LEAST, _X32, no=1), _fail(errno.ENOSYS)]
    for numbers in DENIED.values():
        lines += [_line(_EQUAL, numbers[column], no=1), _fail(errno.EPERM)]
    # clone3 passes its flags in memory, where a filter cannot look; told that there is none, libc calls clone.
    lines += [_line(_EQUAL, _CLONE3, no=1), _fail(errno.ENOSYS)]
    lines += [
        _line(_EQUAL, calls["clone"], no=4),
        _line(_LOAD, _FIRST),
        _line(_AND, _NAMESPACES),
        _line(_EQUAL, 0, yes=1),
        _fail(errno.EPERM),
        _line(_LOAD, _NUMBER),  # what AND left is no call's number
        _line(_EQUAL, calls["socket"], no=2 + len(_FAMILIES)),
        _line(_LOAD, _FIRST),
    ]
    left = len(_FAMILIES)
    for family in _FAMILIES:
        lines.append(_line(_EQUAL, family, yes=left))
        left -= 1
    lines += [_fail(errno.EAFNOSUPPORT), _line(_RETURN, _ALLOW)]
    return b"".join(lines)


def _line(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    """One instruction; ``yes`` and ``no`` are how many the jump leaves out."""
    return struct.pack("=HBBI", code, yes, no, value)


def _fail(number: int) -> bytes:
    return _line(_RETURN, _FAIL | number)
