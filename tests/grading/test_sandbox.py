"""What a confined process can reach: nothing of the grader's, of the network's, of other processes; and little memory."""

import json
import os
import platform
import re
import struct
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openhearth.grading import groups, landlock, linux, sandbox, seccomp

CALLS = {"__NR_" + name: numbers for name, numbers in seccomp.DENIED.items()}


@pytest.fixture
def confined(tmp_path: Path) -> Callable[..., Any]:
    """Run Python text in a sandbox (in a process of its own, as this one has threads); its ``found``."""
    (tmp_path / "work" / "data").mkdir(parents=True)
    (tmp_path / "work" / "data" / "x.csv").write_text("1,2")
    (tmp_path / "secret.txt").write_text("model answers")
    for folder in (tmp_path, *tmp_path.parents[:2]):  # which pytest lets nobody else into
        folder.chmod(0o755)

    def run(
        code: str, hidden: tuple[str, ...] = (), limits: str = "", group: bool = False, user: int = 0
    ) -> Any:
        script = tmp_path / "script.py"
        body = textwrap.indent(textwrap.dedent(code), "    ")
        script.write_text(
            f"""\
import ctypes, json, os, shutil, socket, subprocess, sys, traceback
from pathlib import Path
from openhearth.grading import groups, linux, sandbox
seen = (*sandbox.python_paths(), {str(Path(__file__).parents[2])!r})
def fill(into):
    shutil.copytree({str(tmp_path / "work")!r}, into, dirs_exist_ok=True)
group = groups.Group("test", 1 << 30, 32) if {group} else None
libc = ctypes.CDLL(None, use_errno=True)
if {user}:
    os.setgroups([]); os.setgid({user}); os.setuid({user}); linux.prctl(linux.DUMPABLE, 1)
def tried(do):
    try:
        do()
    except OSError as error:
        return type(error).__name__
    return "done"
heard, telling = os.pipe()
fork = sandbox.fork()
if not fork:
    sandbox_limits = sandbox.Limits({limits})
    try:
        sandbox.enter(fill, seen, {list(hidden)!r}, sandbox_limits, group)
    except sandbox.SandboxError as error:
        os.write(telling, json.dumps(str(error)).encode())
        os._exit(1)
    found = None
{body}
    os.write(telling, json.dumps(found).encode())
    os._exit(0)
os.close(telling)
_, status = os.waitpid(fork, 0)
print(os.fdopen(heard).read() or json.dumps(["ended", os.waitstatus_to_exitcode(status)]))
if group:
    group.remove()
"""
        )
        done = subprocess.run(
            [sys.executable, "-P", script], capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        assert not str(found).startswith("this machine"), found
        return found

    return run


USERS = [0, 65534] if os.geteuid() == 0 else [0]


@pytest.mark.parametrize("user", USERS, ids=lambda user: "as-nobody" if user else "as-is")
def test_it_sees_its_files_and_python_and_little_else(confined: Any, tmp_path: Path, user: int) -> None:
    found = confined(
        f"""
        found = dict(
            here=os.getcwd(), files=sorted(str(p) for p in Path(".").rglob("*")), top=sorted(os.listdir("/")),
            secret=os.path.exists({str(tmp_path / "secret.txt")!r}), processes=[p for p in os.listdir("/proc") if p.isdigit()],
            uid=os.getuid(), host=socket.gethostname(), written=Path("/scratch/y").write_text("y"),
            shell=subprocess.run(["sh", "-c", "echo $((6 * 7))"], capture_output=True, text=True).stdout,
        )
        """,
        user=user,
    )
    assert found["here"] == "/scratch"
    assert found["files"] == ["data", "data/x.csv"]
    assert found["processes"] == ["1"]
    assert found["uid"] == 65534
    assert found["host"] == "sandbox"
    assert found["written"] == 1
    assert found["shell"].strip() == "42"
    assert not found["secret"]
    assert "home" not in found["top"]
    assert "var" not in found["top"]


def test_it_can_change_nothing_outside_and_reach_nobody(confined: Any) -> None:
    found = confined(
        """
        found = {
            "root": tried(lambda: open("/x", "w")),
            "system": tried(lambda: open("/usr/x", "w")),
            "python": tried(lambda: open(os.path.join(sys.prefix, "x"), "w")),
            "passwd": tried(lambda: open("/etc/passwd", "a")),
            "raw": tried(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW)),
            "packet": tried(lambda: socket.socket(socket.AF_PACKET)),
            "vsock": tried(lambda: socket.socket(40)),
            "tcp": tried(lambda: socket.create_connection(("127.0.0.1", 22), 1)),
            "dns": tried(lambda: socket.getaddrinfo("example.org", 80)),
            "abstract": tried(lambda: socket.socket(socket.AF_UNIX).connect("\\0/tmp/.X11-unix/X0")),
            "chown": tried(lambda: os.chown("data", 0, 0)),
            "setuid": tried(lambda: os.setuid(0)),
            "kill": tried(lambda: os.kill(-1, 0)),
        }
        """
    )
    assert set(found.values()) <= {
        "OSError",
        "PermissionError",
        "gaierror",
        "ConnectionRefusedError",
        "ProcessLookupError",
    }, found


def test_system_calls_that_get_out_fail(confined: Any) -> None:
    column = list(linux._PIVOT_ROOT).index(linux.machine())
    numbers = {name: pair[column] for name, pair in seccomp.DENIED.items()}
    clone = {"x86_64": 56, "aarch64": 220}[linux.machine()]
    found = confined(
        f"""
        def call(*about):
            ctypes.set_errno(0)
            libc.syscall(*about)
            return ctypes.get_errno()
        found = {{name: call(number, 0, 0, 0, 0, 0, 0) for name, number in {numbers!r}.items()}}
        found["clone into a namespace"] = call({clone}, 0x10000000 | 17, 0, 0, 0, 0)
        found["clone3"] = call(435, 0, 0)
        """
    )
    assert found.pop("clone3") == 38  # as if it were not there
    assert set(found.values()) == {1}, found  # not permitted


def test_numbers_of_system_calls_are_the_kernels() -> None:
    """Where the compiler's headers are there, they say the same numbers."""
    headers = {
        "x86_64": ["/usr/include/x86_64-linux-gnu/asm/unistd_64.h"],
        "aarch64": ["/usr/include/asm-generic/unistd.h"],
    }
    assert linux.machine() in headers, platform.machine()
    for at, machine in enumerate(linux._PIVOT_ROOT):
        for header in headers[machine]:
            if Path(header).is_file():
                said = dict(re.findall(r"#define (__NR\w*?_\w+)\s+(\d+)", Path(header).read_text()))
                for name, numbers in CALLS.items():
                    known = said.get(name) or said.get(name.replace("__NR_", "__NR3264_"))
                    assert known is None or int(known) == numbers[at], name


def test_the_filter_is_well_formed_for_both_architectures() -> None:
    for machine in linux._PIVOT_ROOT:
        program = seccomp.assemble(machine)
        lines = [struct.unpack_from("=HBBI", program, at) for at in range(0, len(program), 8)]
        for at, (code, yes, no, _) in enumerate(lines):
            if code in (0x15, 0x35):
                assert at + 1 + max(yes, no) < len(lines)
        assert lines[-1][0] == 0x06
        assert lines[-1][3] == 0x7FFF0000


def test_what_is_hidden_is_not_shown_where_something_else_is(confined: Any) -> None:
    course = Path(__file__).parents[2] / "notebooks"
    found = confined(
        f"found = [os.listdir({str(course)!r}), os.path.exists({str(course.parent / 'pyproject.toml')!r})]",
        hidden=(str(course),),
    )
    assert found == [[], True]


def test_disk_and_files_are_limited(confined: Any) -> None:
    found = confined(
        """
        def fill(path):
            with open(path, "wb") as file:
                for _ in range(40):
                    file.write(bytes(1 << 20))
        found = [tried(lambda: fill("/scratch/big")), tried(lambda: [open(f"/tmp/{i}", "w").close() for i in range(500)])]
        """,
        limits="disk=20 << 20, inodes=100",
    )
    assert found == ["OSError", "OSError"]


def test_memory_and_processes_are_limited_with_and_without_control_groups(confined: Any) -> None:
    bomb = "found = len(bytearray(2 << 30))"
    with_limits = confined(
        "try:\n    " + bomb + "\nexcept MemoryError:\n    found = 'no memory'", limits="memory=1 << 30"
    )
    assert with_limits == "no memory"
    forks = """
    import time
    made = 0
    try:
        for _ in range(200):
            if os.fork() == 0:
                time.sleep(60)
            made += 1
    except BlockingIOError:
        pass
    found = made
    """
    assert confined(forks, limits="processes=30", user=USERS[-1]) < 30
    if os.geteuid() == 0:
        assert groups.available()
        assert confined(forks, group=True) < 32


def forking(folder: Path, fork: str, inside: str, outside: str) -> Path:
    """A program that forks and confines the fork; what it does ``inside`` of it (indented), and what ``outside``."""
    script = folder / "script.py"
    script.write_text(
        f"""\
import os, sys, time
from pathlib import Path
from openhearth.grading import sandbox
heard, telling = os.pipe()
before = os.readlink("/proc/self/ns/pid")
fork = {fork}()
if not fork:
    sandbox.enter(lambda into: None, sandbox.python_paths(), [], sandbox.Limits(), None)
{inside}
{outside}
"""
    )
    return script


@pytest.mark.parametrize("fork", ["os.fork", "sandbox.fork"])
def test_nothing_is_left_when_the_outer_process_is_killed(tmp_path: Path, fork: str) -> None:
    inside = """
    if os.fork() == 0:
        os.setsid()
    os.execvp("sleep", ["sleep", sys.argv[1]])
"""
    outside = """
time.sleep(1.5)
os.kill(fork, 9)
os.waitpid(fork, 0)
time.sleep(0.5)
"""
    script = forking(tmp_path, fork, inside, outside)
    mark = f"{os.getpid()}.125"
    subprocess.run([sys.executable, "-P", script, mark], check=True)
    left = [
        path
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if path.exists() and mark.encode() in path.read_bytes().split(b"\0")
    ]
    assert not left


@pytest.mark.parametrize("fork", ["os.fork", "sandbox.fork"])
def test_it_is_the_first_process_of_its_namespace(tmp_path: Path, fork: str) -> None:
    inside = """
    shown = sorted(int(path.name) for path in Path("/proc").glob("[0-9]*"))
    os.write(telling, repr((os.getpid(), shown)).encode())
    os._exit(0)
"""
    outside = """
os.waitpid(fork, 0)
print(os.read(heard, 100).decode(), os.readlink("/proc/self/ns/pid_for_children") == before)
"""
    script = forking(tmp_path, fork, inside, outside)
    done = subprocess.run([sys.executable, "-P", script], capture_output=True, text=True, check=True)
    assert done.stdout == "(1, [1]) True\n"


@pytest.mark.parametrize("fork", ["os.fork", "sandbox.fork"])
def test_a_sandbox_ends_with_what_forked_it(tmp_path: Path, fork: str) -> None:
    inside = """
    os.write(1, b"there")
    time.sleep(60)
"""
    script = forking(tmp_path, fork, inside, "time.sleep(60)")
    whole = subprocess.Popen([sys.executable, "-P", script], stdout=subprocess.PIPE)
    assert whole.stdout is not None
    assert whole.stdout.read(5) == b"there"
    whole.kill()
    assert whole.stdout.read() == b""  # closed within the minute: nobody is left who holds it
    whole.wait()


def test_a_machine_that_cannot_confine_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(flags: int) -> None:
        raise OSError(1, "new namespaces: Operation not permitted")

    monkeypatch.setattr(linux, "unshare", refuse)
    assert sandbox.refusal() == (
        "this machine does not let a process be confined: new namespaces: Operation not permitted"
    )
    monkeypatch.setattr(linux, "machine", lambda: "")
    landlock.version.cache_clear()
    assert "Linux" in sandbox.refusal()
    assert landlock.version() == 0
    landlock.version.cache_clear()
