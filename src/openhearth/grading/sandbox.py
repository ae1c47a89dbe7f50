"""Confine a fork, without exec, so that what it has imported stays: it keeps what it needs to compute, and nothing else.

    namespaces      processes, network, mounts, users, IPC and names of its own
    a new root      Python and the system's libraries read-only; /scratch, /tmp and /dev/shm in memory, of limited size
    identity        an unprivileged user without capabilities that cannot gain any
    limits          memory, processes, files: on each process, and with a control group on all of them
    seccomp         no system call that gets out of these (`seccomp`)
    Landlock        where present, the same about files and network once more (`landlock`)

Works as root, and as any user where the kernel lets users make namespaces. Where it does not, `SandboxError` says what is
missing; nothing runs half confined.
"""

import contextlib
import os
import resource
import signal
import socket
import sys
import sysconfig
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from openhearth.grading import landlock, linux, seccomp
from openhearth.grading.errors import GradingError
from openhearth.grading.groups import Group

NOBODY = 65534
_BASE = Path("/sys")  # the new root is put together on top of this folder, of which nothing is shown
_SYSTEM = (
    *("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store"),
    *("/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types", "/etc/ssl"),
)
_DEVICES = ("/dev/full", "/dev/null", "/dev/random", "/dev/urandom", "/dev/zero")
WRITTEN = {
    "/etc/group": f"learner:x:{NOBODY}:\n",
    "/etc/hosts": "127.0.0.1 localhost\n",
    "/etc/passwd": f"learner:x:{NOBODY}:{NOBODY}::/tmp:/bin/sh\n",
}
SCRATCH = "/scratch"
WRITABLE = (SCRATCH, "/tmp", "/dev/shm")


class SandboxError(GradingError):
    """This machine cannot confine a process; the sentence says what is missing."""


@dataclass(frozen=True)
class Limits:
    """What a submission may take."""

    memory: int = 4 << 30  # bytes, of all its processes where there are control groups, else of each
    disk: int = 512 << 20  # bytes in each of `WRITABLE`
    inodes: int = 10_000  # files and folders in each
    processes: int = 64
    open_files: int = 256


def fork() -> int:
    """Fork; where this is root, straight into a process namespace of its own, of which the child is process 1.

    Raises:
        SandboxError: there can be no such process.
    """
    if not linux.machine() or os.geteuid() != 0:
        return os.fork()
    here = os.getpid()
    try:
        with os.fdopen(linux.opened(here), "rb", 0) as parent, Path("/proc/self/ns/pid").open("rb", 0) as own:
            linux.unshare(linux.NEWPID)
            try:
                number = os.fork()
            finally:
                if os.getpid() == here:
                    linux.join(own.fileno(), linux.NEWPID)
            if not number:
                linux.end_with(parent.fileno())
            return number
    except OSError as error:
        raise _refused(error) from error


def enter(
    fill: Callable[[str], None],
    seen: tuple[str, ...],
    hidden: Iterable[str],
    limits: Limits,
    group: Group | None,
) -> None:
    """Confine this process; returns in process 1 of a namespace, in `SCRATCH`.

    That is this process if `fork` has made it so, else a child: the process that called then stays behind to wait for it, hands
    it interruptions, ends as it ends, and never returns.

    Args:
        fill: copies into the folder named what `SCRATCH` is to hold.
        seen: what may be read besides the system's programs: `python_paths`.
        hidden: folders that are not shown although something in ``seen`` holds them.
        limits: what it and its children may take.
        group: to join.

    Raises:
        SandboxError: in the process that called, or in the child before it has run anything else.
    """
    if not linux.machine():
        raise SandboxError("confinement needs Linux on x86_64 or aarch64")
    try:
        if group:
            group.join()
        root, first = os.geteuid() == 0, os.getpid() == 1
        _namespaces((0 if root else linux.NEWUSER) | (0 if first else linux.NEWPID))
        linux.prctl(linux.PDEATHSIG, signal.SIGKILL)  # a change of user namespace has cleared it
        if not first:
            child = os.fork()
            if child:
                _wait(child)
            linux.prctl(linux.PDEATHSIG, signal.SIGKILL)
        _root(fill, seen, list(hidden), limits)
        _identity(root)
        restrict(limits, group is not None)
        os.chdir(SCRATCH)
    except OSError as error:
        raise _refused(error) from error


def _refused(error: OSError) -> SandboxError:
    return SandboxError(f"this machine does not let a process be confined: {error.strerror or error}")


def refusal() -> str:
    """Why a process cannot be confined here, in one sentence; "" where it can. Found by doing it."""
    if not hasattr(os, "fork"):
        return "confinement needs Linux"
    heard, telling = os.pipe()
    try:
        number = fork()
    except SandboxError as error:
        for end in (heard, telling):
            os.close(end)
        return str(error)
    if not number:
        try:
            enter(lambda _: None, python_paths(), [], Limits(), None)
            os.write(telling, b"confined")
        except BaseException as error:
            os.write(telling, str(error).encode())
        finally:
            os._exit(0)
    os.close(telling)
    with os.fdopen(heard, "rb") as pipe:
        told = pipe.read().decode(errors="replace")
    os.waitpid(number, 0)
    return "" if told == "confined" else told or "a confined process ends at once"


def prepare() -> None:
    """Find out once, before forks, what each of them needs to know."""
    shown(python_paths())
    if linux.machine():
        seccomp.assemble(linux.machine())
        landlock.version()


@cache
def python_paths() -> tuple[str, ...]:
    """Where this interpreter and what it imports are installed."""
    prefixes = [sys.prefix, sys.base_prefix, sys.exec_prefix, *sysconfig.get_paths().values()]
    modules = [path for path in sys.path if path and Path(path).is_absolute()]
    return tuple(path for path in dict.fromkeys([*prefixes, *modules]) if Path(path).is_dir() and path != "/")


def _namespaces(more: int) -> None:
    user, group = os.getuid(), os.getgid()
    linux.unshare(linux.NEWNS | linux.NEWNET | linux.NEWIPC | linux.NEWUTS | linux.NEWCGROUP | more)
    if more & linux.NEWUSER:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{NOBODY} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{NOBODY} {group} 1")
    socket.sethostname("sandbox")


def _wait(child: int) -> None:
    """Hand interruptions to the child; end as it ends."""

    def interrupt(*_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGINT)

    signal.signal(signal.SIGINT, interrupt)
    status = 1
    try:
        os.closerange(0, 1 << 16)  # what the child reads and writes must end with the child
        _, status = os.waitpid(child, 0)
    finally:
        os._exit(min(255, abs(os.waitstatus_to_exitcode(status))))


def _root(fill: Callable[[str], None], seen: tuple[str, ...], hidden: list[str], limits: Limits) -> None:
    """Put a root together from what is seen, and go there."""
    linux.mount("none", "/", "", linux.REC | linux.PRIVATE)
    linux.mount("tmpfs", str(_BASE), "tmpfs", linux.NOSUID | linux.NODEV, "mode=755,size=1m")
    for path in WRITABLE:  # before what is seen, of which some may lie below /tmp
        _in_base(path).mkdir(parents=True, exist_ok=True)
        options = f"mode=1777,size={limits.disk},nr_inodes={limits.inodes}"
        linux.mount("tmpfs", str(_in_base(path)), "tmpfs", linux.NOSUID | linux.NODEV, options)
    _show(seen, hidden)
    for path, text in WRITTEN.items():
        if not _in_base(path).exists():
            _in_base(path).parent.mkdir(parents=True, exist_ok=True)
            _in_base(path).write_text(text)
    for path in _DEVICES:
        _in_base(path).touch()
        linux.bind(path, str(_in_base(path)))
    _in_base("/dev/fd").symlink_to("/proc/self/fd")
    scratch = _in_base(SCRATCH)
    fill(str(scratch))
    for found in (scratch, *scratch.rglob("*")):
        found.chmod(0o777 if found.is_dir() else 0o666)
    _in_base("/proc").mkdir()
    linux.mount("proc", str(_in_base("/proc")), "proc", linux.NOSUID | linux.NODEV)
    linux.read_only(str(_BASE), below=False)
    linux.change_root(str(_BASE))


def _in_base(path: str) -> Path:
    return _BASE / path.lstrip("/")


@dataclass(frozen=True)
class _Shown:
    source: str
    target: Path
    link: str = ""
    is_folder: bool = True


@cache
def shown(seen: tuple[str, ...]) -> tuple[_Shown, ...]:
    """What to bind under the new root for ``seen`` and the system, links as links. Found once, before the first fork."""
    found: list[_Shown] = []
    folders: list[Path] = []
    paths = [Path(path) for path in (*_SYSTEM, *seen) if os.path.lexists(path)]
    for path in sorted({*paths, *(path.resolve() for path in paths)}):
        if any(path.is_relative_to(above) for above in folders):
            continue
        link = str(path.readlink()) if path.is_symlink() else ""
        if path.is_dir() and not link:
            folders.append(path)
        found.append(_Shown(str(path), _in_base(str(path)), link, path.is_dir()))
    return tuple(found)


def _show(seen: tuple[str, ...], hidden: list[str]) -> None:
    """Bind what is seen read-only under the new root."""
    for each in shown(seen):
        each.target.parent.mkdir(parents=True, exist_ok=True)
        if each.link:
            each.target.symlink_to(each.link)
            continue
        if each.is_folder:
            each.target.mkdir(exist_ok=True)
        else:
            each.target.touch()
        linux.bind(each.source, str(each.target))
        linux.read_only(str(each.target))
    for path in (Path(folder).resolve() for folder in hidden):
        target = _in_base(str(path))
        if target.is_dir():
            linux.mount("tmpfs", str(target), "tmpfs", linux.NOSUID | linux.NODEV, "mode=755,size=4k")


def _identity(root: bool) -> None:
    """Become nobody, for good."""
    linux.drop_bounding_set()
    if root:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    linux.drop_capabilities()
    linux.prctl(linux.NO_NEW_PRIVS, 1)
    linux.prctl(linux.PDEATHSIG, signal.SIGKILL)  # a change of identity has cleared it


def restrict(limits: Limits, grouped: bool) -> None:
    """Take from this process, for good, what no namespace takes.

    Raises:
        OSError: the kernel refuses.
    """
    _limits(limits, grouped)
    if landlock.version():
        landlock.fence([*WRITABLE, "/dev/null", "/dev/zero", "/dev/full"])
    seccomp.install()


def _limits(limits: Limits, grouped: bool) -> None:
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_FSIZE, limits.disk),
        (resource.RLIMIT_DATA, limits.memory),
        *(() if grouped else ((resource.RLIMIT_NPROC, limits.processes),)),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
