"""The warm process: it has imported what the notebooks import, and forks for every submission.

Started by `runner` as ``python -m openhearth.grading.zygote FD``, where FD is one end of a socket pair; lines of
JSON go each way. When the other end closes, whatever is running here ends too. Test cells and results never pass
through this process, whose memory every later learner's process inherits: with each request come two descriptors, a file
that the tests' process reads its cells from, and a pipe that it tells of them in. A fork is whole only where one thread runs, so everything that starts threads (IPython's history, BLAS, torch) is told not to, and the
number is checked before the first fork.

A submission runs in two forks, the learner's process and the tests', each in a session and a scratch folder of its own;
this process is the subreaper of all they start, so that when it is done, or past its deadline, everything of it is ended.
There is no sandbox here.
"""

import contextlib
import ctypes
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

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36  # <linux/prctl.h>


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
    gc.freeze()  # what is here already is never looked at again, so forks share its memory
    return shell


def main(descriptor: int) -> None:
    """Serve submissions until the other end closes."""
    channel = socket.socket(fileno=descriptor)
    if sys.platform == "linux":
        _prctl(PR_SET_CHILD_SUBREAPER, 1)
    requests = _requests(channel)
    try:
        shell = warm(next(requests)[0]["modules"])
    except RuntimeError as error:
        _send(channel, {"threaded": str(error)})
        return
    _send(channel, {"ready": True})
    for request, descriptors in requests:
        _send(channel, _submission(shell, request, descriptors, channel))


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
    shell: Any, request: dict[str, Any], descriptors: list[int], channel: socket.socket
) -> dict[str, Any]:
    """Run one submission in two forks; how it ended and the seconds it took."""
    scratch = Path(tempfile.mkdtemp(prefix="openhearth-grading-"))
    began = time.monotonic()
    forks: list[int] = []
    try:
        for name, folder in (("work", request["folder"]), ("tests", request["tests"])):
            shutil.copytree(
                folder, scratch / name, ignore=shutil.ignore_patterns("*.ipynb", ".*", "__pycache__")
            )
        asked, asking = socket.socketpair()
        heard, calling = os.pipe()
        others = (heard, calling, *descriptors)
        forks.append(_fork(lambda: _learner(shell, request, asked, scratch), (channel, asking), others))
        examine = lambda: _tests(shell, request, descriptors, asking, calling, scratch)  # noqa: E731
        forks.append(_fork(examine, (channel, asked), (heard,)))
        for end in (asked, asking):
            end.close()
        for descriptor in (calling, *descriptors):
            os.close(descriptor)
        how = _supervise(heard, channel, began + request["deadline"], forks)
        os.close(heard)
    finally:
        _end(forks)
        shutil.rmtree(scratch, ignore_errors=True)
    if how == "closed":
        sys.exit(0)
    return {"end": how, "seconds": time.monotonic() - began}


def _fork(child: Callable[[], None], ends: tuple[socket.socket, ...], pipes: tuple[int, ...]) -> int:
    """Run ``child`` in a fork that lacks what is not its own; its process id."""
    number = os.fork()
    if number:
        return number
    status = 1
    try:
        for end in ends:
            end.close()
        for pipe in pipes:
            os.close(pipe)
        os.setsid()
        if sys.platform == "linux":
            _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed()  # `random` does so itself after a fork
        child()
        status = 0
    finally:
        os._exit(status)


def _learner(shell: Any, request: dict[str, Any], end: socket.socket, scratch: Path) -> None:
    """The learner's process."""
    from openhearth.grading.learner import serve
    from openhearth.grading.link import Channel

    os.chdir(scratch / "work")
    # What answers leave in a workspace must not reach the grader's own.
    os.environ.update(request["environment"], OPENHEARTH_HOME=str(scratch / "home"))
    serve(shell, Channel(end))


def _tests(
    shell: Any,
    request: dict[str, Any],
    descriptors: list[int],
    end: socket.socket,
    calling: int,
    scratch: Path,
) -> None:
    """The tests' process."""
    from openhearth.grading.examiner import examine
    from openhearth.grading.link import Channel, Link

    os.chdir(scratch / "tests")
    with os.fdopen(descriptors[0], encoding="utf-8") as file:
        file.seek(0)
        secret = json.load(file)
    own = request["environment"] | secret["environment"]
    os.environ.update(own, OPENHEARTH_HOME=str(scratch / "tests-home"))
    with os.fdopen(descriptors[1], "w", encoding="utf-8", errors="backslashreplace") as pipe:

        def tell(message: dict[str, Any]) -> None:
            pipe.write(json.dumps(message, default=repr) + "\n")
            pipe.flush()

        def interrupt() -> None:
            os.write(calling, b"i")

        link = Link(Channel(end), interrupt)
        examine(shell, link, secret["cells"], request["seconds"], tell)


def _supervise(heard: int, channel: socket.socket, deadline: float, forks: list[int]) -> str:
    """Interrupt the learner's process when called to, until the tests' process has ended.

    Returns:
        ``finished``, ``died``, ``deadline``, or ``closed`` if our other end is.
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
        return "finished" if status == 0 else "died"


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


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _send(channel: socket.socket, message: dict[str, Any]) -> None:
    channel.sendall(json.dumps(message).encode() + b"\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
