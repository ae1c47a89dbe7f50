"""The warm process: it has imported what the notebooks import, and forks for every submission.

Started by `runner` as ``python -m openhearth.grading.zygote FD``, where FD is one end of a socket pair; lines of
JSON go each way. When the other end closes, whatever is running here ends too. Test cells and results never pass
through this process, whose memory every later learner's process inherits: with each request come two descriptors, a file
that the tests' process reads its cells from, and a pipe that it tells of them in. A fork is whole only where one thread runs, so everything that starts threads (IPython's history, BLAS, torch) is told not to, and the
number is checked before the first fork.

A submission runs in two forks, the learner's process and the tests', each in its own of `places`; this process is the
subreaper of all they start, so that when it is done, or past its deadline, everything of it is ended.
"""

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil

# All of it here: what a fork has to import, each fork imports again.
from openhearth.grading import bubblewrap, cells, groups, linux, places, sandbox
from openhearth.grading.examiner import examine
from openhearth.grading.learner import serve
from openhearth.grading.link import Channel, Link
from openhearth.grading.places import Place

UNCONFINED = 97  # a fork's status where its sandbox failed
BROKEN = 3  # where it ended by an exception; not `bubblewrap.FAILED`


def warm(modules: list[str]) -> Any:
    """Import ``modules`` (those that can be) and make the shell; returns it.

    Raises:
        RuntimeError: a module has started a thread; the argument is its name.
    """
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
        groups.sweep()
    places.sweep()
    requests = _requests(channel)
    try:
        first = next(requests)[0]
        isolation = first["isolation"]
        shell = warm(first["modules"] if isolation != "bwrap" else [])  # its processes start cold
    except RuntimeError as error:
        _send(
            channel,
            {
                "refused": f"importing {error} starts a thread, so that submissions cannot be forked; "
                "import it inside the function that uses it"
            },
        )
        return
    if isolation != "none":
        sandbox.prepare()
    refusal = places.refusal(isolation)
    if refusal:
        _send(channel, {"refused": refusal})
        return
    _send(channel, {"ready": True})
    for request, descriptors in requests:
        _send(channel, _submission(shell, request, descriptors, channel, isolation))


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
    shell: Any, request: dict[str, Any], descriptors: list[int], channel: socket.socket, isolation: str
) -> dict[str, Any]:
    """Run one submission in two forks; how it ended and the seconds it took."""
    began = time.monotonic()
    forks: list[int] = []
    asked, asking = socket.socketpair()
    heard, calling = os.pipe()
    with contextlib.ExitStack() as left:
        here, there = [
            left.enter_context(places.place(request[name], isolation)) for name in ("folder", "tests")
        ]

        def learn() -> None:
            _go(here, request, "learner", [asked.fileno()])
            learner(shell, asked)

        def test() -> None:
            handed = [*descriptors, calling]
            _go(there, request, "tests", [*handed, asking.fileno()])
            tests(shell, request, handed, asking)

        try:
            forks.append(_fork(here, learn, {asked.fileno()}))
            forks.append(_fork(there, test, {asking.fileno(), calling, *descriptors}))
            for end in (asked, asking):
                end.close()
            for descriptor in (calling, *descriptors):
                os.close(descriptor)
            how = _supervise(heard, channel, began + request["deadline"], forks, here)
            os.close(heard)
        except sandbox.SandboxError:
            how = "unconfined"
        finally:
            _end(forks)
    if how == "closed":
        sys.exit(0)
    return {"end": how, "seconds": time.monotonic() - began}


def _go(place: Place, request: dict[str, Any], role: str, descriptors: list[int]) -> None:
    """Go where this fork is to run.

    The process ends with `UNCONFINED` where that fails: nothing runs half confined.
    """
    try:
        place.enter(request, role, descriptors)
    except (sandbox.SandboxError, OSError):
        os._exit(UNCONFINED)
    settle(request)


def settle(request: dict[str, Any]) -> None:
    """Set the environment of a process that is where it is to run."""
    sys.path.insert(0, str(Path.cwd()))  # as in Jupyter: modules that come with the assignment
    # What answers leave in a workspace must not reach the grader's own.
    os.environ.update(request["environment"], OPENHEARTH_HOME=os.environ["HOME"] + "/openhearth")


def _fork(place: Place, child: Callable[[], None], kept: set[int]) -> int:
    """Run ``child`` in a fork for ``place`` that has these descriptors and no others; its process id."""
    parent = os.getpid()
    number = place.fork()
    if number:
        return number
    status = BROKEN
    try:
        os.setsid()
        if sys.platform == "linux":
            linux.prctl(linux.PDEATHSIG, signal.SIGKILL)
        # The parent may have ended before that. 0: it is in another namespace, and `place` has looked.
        if os.getppid() not in (parent, 0):
            return 0
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        first = 3
        for descriptor in sorted(kept | place.kept):
            os.closerange(first, descriptor)
            first = descriptor + 1
        os.closerange(first, 1 << 16)
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed()  # `random` does so itself after a fork
        child()
        status = 0
    finally:
        os._exit(status)


def learner(shell: Any, end: socket.socket) -> None:
    """The learner's process."""
    serve(shell, Channel(end))


def tests(shell: Any, request: dict[str, Any], descriptors: list[int], end: socket.socket) -> None:
    """The tests' process.

    Args:
        descriptors: of the file that holds the cells, of the pipe to tell of them in, and of the one that asks for an
            interruption.
    """
    if sys.platform == "linux":
        linux.prctl(linux.DUMPABLE, 0)  # so that without a sandbox no process of the same user can look in
    given, telling, calling = descriptors
    with os.fdopen(given, encoding="utf-8") as file:
        file.seek(0)
        secret = json.load(file)
    os.environ.update(secret["environment"])
    with os.fdopen(telling, "w", encoding="utf-8", errors="backslashreplace") as pipe:

        def tell(message: dict[str, Any]) -> None:
            pipe.write(json.dumps(message, default=repr) + "\n")
            pipe.flush()

        def interrupt() -> None:
            os.write(calling, b"i")

        link = Link(Channel(end), interrupt)
        if not link.ready():
            os._exit(UNCONFINED)
        examine(shell, link, secret["cells"], request["seconds"], tell)


def _supervise(heard: int, channel: socket.socket, deadline: float, forks: list[int], place: Place) -> str:
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
            with contextlib.suppress(ProcessLookupError):
                os.kill(place.process(learner), signal.SIGINT)
            continue
        _, status = os.waitpid(tests, 0)
        forks.remove(tests)
        ends = {0: "finished", UNCONFINED: "unconfined", bubblewrap.FAILED: "unconfined"}
        return ends.get(os.waitstatus_to_exitcode(status), "died")


def _end(forks: list[int]) -> None:
    """End the forks and all they started, also what has left their sessions, and reap them."""
    for fork in reversed(forks):  # the tests' process must not tell that the learner's was ended here
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(fork, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(fork, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(fork, 0)
    with contextlib.suppress(ChildProcessError):  # none is left
        while True:
            os.waitpid(-1, os.WNOHANG)
            for orphan in psutil.Process().children():  # ours since its parent ended: we are the subreaper
                with contextlib.suppress(psutil.NoSuchProcess):
                    orphan.kill()
                os.waitpid(orphan.pid, 0)


def _threads() -> int:
    """Threads of this process (1 where the system does not tell)."""
    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.is_dir() else 1


def _send(channel: socket.socket, message: dict[str, Any]) -> None:
    channel.sendall(json.dumps(message).encode() + b"\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
