"""The warm process: it has imported what the notebooks import, and forks for every submission.

Started by `runner` as ``python -m openhearth.grading.zygote FD``, where FD is one end of a socket pair; lines of
JSON go each way. When the other end closes, whatever is running here ends too. Test cells and results never pass
through this process, whose memory every later learner's process inherits: with each request come two descriptors, a file
that the tests' process reads its cells from, and a pipe that it tells of them in. A fork is whole only where one thread runs, so everything that starts threads (IPython's history, BLAS, torch) is told not to, and the
number is checked before the first fork.

A submission runs in two forks, the learner's process and the tests', each in a `sandbox` of its own, or where none is
asked for in a session and a scratch folder of its own; this process is the subreaper of all they start, so that when it
is done, or past its deadline, everything of it is ended.
"""

import contextlib
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from openhearth.grading import groups, linux, sandbox
from openhearth.grading.groups import Group

UNCONFINED = 97  # a fork's status where its sandbox failed
SCRATCH = "openhearth-grading-"


def warm(modules: list[str]) -> Any:
    """Import ``modules`` (those that can be) and make the shell; returns it.

    Raises:
        RuntimeError: a module has started a thread; the argument is its name.
    """
    from openhearth.grading import cells

    for name in modules:
        with contextlib.suppress(Exception):  # the notebook will say so itself, in the cell that imports it
            importlib.import_module(name)
        if _threads() > 1:
            raise RuntimeError(name)
    if "torch" in sys.modules:
        import torch

        torch.set_num_threads(1)
        # The first optimizer step imports seconds' worth of modules.
        layer = torch.nn.Linear(1, 1)
        optimizer = torch.optim.AdamW(layer.parameters())
        layer(torch.zeros(1, 1)).sum().backward()
        optimizer.step()
    shell = cells.shell()
    gc.collect()
    if sys.platform == "linux":
        linux.huge_pages()
    gc.freeze()  # what is here already is never looked at again, so forks share its memory
    return shell


def main(descriptor: int) -> None:
    """Serve submissions until the other end closes."""
    channel = socket.socket(fileno=descriptor)
    if sys.platform == "linux":
        linux.prctl(linux.CHILD_SUBREAPER, 1)
    _sweep()
    requests = _requests(channel)
    try:
        first = next(requests)[0]
        shell = warm(first["modules"])
    except RuntimeError as error:
        _send(
            channel,
            {
                "refused": f"importing {error} starts a thread, so that submissions cannot be forked; "
                "import it inside the function that uses it"
            },
        )
        return
    confined = first["isolation"] == "strict"
    if confined:
        sandbox.prepare()
    refusal = sandbox.refusal() if confined else ""
    if refusal:
        _send(channel, {"refused": refusal})
        return
    _send(channel, {"ready": True})
    for request, descriptors in requests:
        _send(channel, _submission(shell, request, descriptors, channel, confined))


def _requests(channel: socket.socket) -> Iterator[tuple[dict[str, Any], list[int]]]:
    """Every request and the descriptors that came with it, until the other end closes."""
    kept, descriptors = b"", list[int]()
    while True:
        block, found, _, _ = socket.recv_fds(channel, 1 << 16, 2)
        if not block:
            return
        kept += block
        descriptors += found
        if kept.endswith(b"\n"):
            yield json.loads(kept), descriptors
            kept, descriptors = b"", []


def _submission(
    shell: Any, request: dict[str, Any], descriptors: list[int], channel: socket.socket, confined: bool
) -> dict[str, Any]:
    """Run one submission in two forks; how it ended and the seconds it took."""
    began = time.monotonic()
    forks: list[int] = []
    asked, asking = socket.socketpair()
    heard, calling = os.pipe()
    with contextlib.ExitStack() as places:

        def learner() -> None:
            _settle(places_of[0], request)
            _learner(shell, request, asked)

        def tests() -> None:
            _settle(places_of[1], request)
            _tests(shell, request, descriptors, asking, calling)

        try:
            places_of = [
                places.enter_context(_place(request[name], confined)) for name in ("folder", "tests")
            ]
            forks.append(_fork(learner, {asked.fileno()}))
            forks.append(_fork(tests, {asking.fileno(), calling, *descriptors}))
            for end in (asked, asking):
                end.close()
            for descriptor in (calling, *descriptors):
                os.close(descriptor)
            how = _supervise(heard, channel, began + request["deadline"], forks)
            os.close(heard)
        finally:
            _end(forks)
    if how == "closed":
        sys.exit(0)
    return {"end": how, "seconds": time.monotonic() - began}


@contextlib.contextmanager
def _place(folder: str, confined: bool) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Where a fork is to run: a function to call in it. What it leaves on the disk and among control groups is removed."""

    def fill(into: str) -> None:
        ignored = shutil.ignore_patterns("*.ipynb", ".*", "__pycache__")
        shutil.copytree(folder, into, ignore=ignored, dirs_exist_ok=True, copy_function=shutil.copyfile)

    if confined:
        limits = sandbox.Limits()
        group = None
        with contextlib.suppress(OSError):
            group = Group(f"{time.monotonic_ns()}", limits.memory, limits.processes)
        try:
            yield lambda request: sandbox.enter(
                fill, sandbox.python_paths(), request["hidden"], limits, group
            )
        finally:
            if group:
                group.remove()
        return
    with tempfile.TemporaryDirectory(
        prefix=f"{SCRATCH}{os.getpid()}-", ignore_cleanup_errors=True
    ) as scratch:
        Path(scratch, "work").mkdir()
        fill(f"{scratch}/work")

        def settle(_: dict[str, Any]) -> None:
            os.chdir(f"{scratch}/work")
            os.environ.update(HOME=scratch, TMPDIR=scratch)

        yield settle


def _settle(place: Callable[[dict[str, Any]], None], request: dict[str, Any]) -> None:
    """Go where this fork is to run.

    The process ends with `UNCONFINED` where that fails: nothing runs half confined.
    """
    try:
        os.environ.update(HOME="/tmp", TMPDIR="/tmp")
        place(request)
    except sandbox.SandboxError:
        os._exit(UNCONFINED)
    # What answers leave in a workspace must not reach the grader's own.
    os.environ.update(request["environment"], OPENHEARTH_HOME=os.environ["HOME"] + "/openhearth")


def _fork(child: Callable[[], None], kept: set[int]) -> int:
    """Run ``child`` in a fork that has these descriptors and no others; its process id."""
    parent = os.getpid()
    number = os.fork()
    if number:
        return number
    status = 1
    try:
        os.setsid()
        if sys.platform == "linux":
            linux.prctl(linux.PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before that
            return 0
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        first = 3
        for descriptor in sorted(kept):
            os.closerange(first, descriptor)
            first = descriptor + 1
        os.closerange(first, 1 << 16)
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed()  # `random` does so itself after a fork
        child()
        status = 0
    finally:
        os._exit(status)


def _learner(shell: Any, request: dict[str, Any], end: socket.socket) -> None:
    """The learner's process."""
    from openhearth.grading.learner import serve
    from openhearth.grading.link import Channel

    serve(shell, Channel(end))


def _tests(
    shell: Any, request: dict[str, Any], descriptors: list[int], end: socket.socket, calling: int
) -> None:
    """The tests' process."""
    from openhearth.grading.examiner import examine
    from openhearth.grading.link import Channel, Link

    if sys.platform == "linux":
        linux.prctl(linux.DUMPABLE, 0)  # so that without a sandbox no process of the same user can look in
    with os.fdopen(descriptors[0], encoding="utf-8") as file:
        file.seek(0)
        secret = json.load(file)
    os.environ.update(secret["environment"])
    with os.fdopen(descriptors[1], "w", encoding="utf-8", errors="backslashreplace") as pipe:

        def tell(message: dict[str, Any]) -> None:
            pipe.write(json.dumps(message, default=repr) + "\n")
            pipe.flush()

        def interrupt() -> None:
            os.write(calling, b"i")

        link = Link(Channel(end), interrupt)
        if not link.ready():
            os._exit(UNCONFINED)
        examine(shell, link, secret["cells"], request["seconds"], tell)


def _supervise(heard: int, channel: socket.socket, deadline: float, forks: list[int]) -> str:
    """Interrupt the learner's process when called to, until the tests' process has ended.

    Returns:
        ``finished``, ``died``, ``deadline``, ``unconfined``, or ``closed`` if our other end is.
    """
    learner, tests = forks
    waiting: list[Any] = [heard, channel]
    while True:
        ready, _, _ = select.select(waiting, [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return "deadline"
        if channel in ready:  # nothing is asked while a submission runs: the other end has closed
            return "closed"
        if os.read(heard, 1):
            os.kill(learner, signal.SIGINT)
            continue
        _, status = os.waitpid(tests, 0)
        forks.remove(tests)
        ends = {0: "finished", UNCONFINED: "unconfined"}
        return ends.get(os.waitstatus_to_exitcode(status), "died")


def _end(forks: list[int]) -> None:
    """End the forks and all they started, also what has left their sessions, and reap them."""
    import psutil

    for fork in reversed(forks):  # the tests' process must not tell that the learner's was ended here
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(fork, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(fork, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(fork, 0)
    while orphans := psutil.Process().children():  # ours since their parents ended: we are the subreaper
        for orphan in orphans:
            with contextlib.suppress(psutil.NoSuchProcess):
                orphan.kill()
        for orphan in orphans:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(orphan.pid, 0)


def _threads() -> int:
    """Threads of this process (1 where the system does not tell)."""
    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.is_dir() else 1


def _sweep() -> None:
    """Remove what a warm process that was killed has left."""
    if sys.platform == "linux":
        groups.sweep()
    for folder in Path(tempfile.gettempdir()).glob(f"{SCRATCH}*"):
        owner = folder.name.removeprefix(SCRATCH).split("-")[0]
        if owner.isdigit() and not _alive(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _send(channel: socket.socket, message: dict[str, Any]) -> None:
    channel.sendall(json.dumps(message).encode() + b"\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
