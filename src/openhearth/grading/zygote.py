"""The warm process: it has imported what the notebooks import, and forks for every submission.

Started by `runner` as ``python -m openhearth.grading.zygote FD``, where FD is one end of a socket pair; lines of
JSON go each way. When the other end closes, whatever is running here ends too. A fork is whole only where
one thread runs, so everything that starts threads (IPython's history, BLAS, torch) is told not to, and the
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
from collections.abc import Callable
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
    lines = channel.makefile("r", encoding="utf-8")
    try:
        shell = warm(json.loads(lines.readline())["modules"])
    except RuntimeError as error:
        _send(channel, {"threaded": str(error)})
        return
    _send(channel, {"ready": True})
    for line in lines:
        _send(channel, _submission(shell, json.loads(line), channel))


def _submission(shell: Any, request: dict[str, Any], channel: socket.socket) -> dict[str, Any]:
    """Run one submission in two forks; what the tests' process told, how it ended and the seconds it took."""
    scratch = Path(tempfile.mkdtemp(prefix="openhearth-grading-"))
    began = time.monotonic()
    forks: list[int] = []
    try:
        for name, folder in (("work", request["folder"]), ("tests", request["tests"])):
            shutil.copytree(
                folder, scratch / name, ignore=shutil.ignore_patterns("*.ipynb", ".*", "__pycache__")
            )
        asked, asking = socket.socketpair()
        receive, send = os.pipe()
        forks.append(
            _fork(lambda: _learner(shell, request, asked, scratch), (channel, asking), (receive, send))
        )
        forks.append(
            _fork(lambda: _tests(shell, request, asking, send, scratch), (channel, asked), (receive,))
        )
        asked.close()
        asking.close()
        os.close(send)
        told, end = _listen(receive, channel, began + request["deadline"], forks[0])
        os.close(receive)
        if end == "finished" and os.waitpid(forks[0], os.WNOHANG)[0]:
            del forks[0]
            end = "died"
    finally:
        _end(forks)
        shutil.rmtree(scratch, ignore_errors=True)
    if end == "closed":
        sys.exit(0)
    return {"told": told, "end": end, "seconds": time.monotonic() - began}


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


def _tests(shell: Any, request: dict[str, Any], end: socket.socket, send: int, scratch: Path) -> None:
    """The tests' process."""
    from openhearth.grading.examiner import examine
    from openhearth.grading.link import Channel, Link

    os.chdir(scratch / "tests")
    own = request["environment"] | request["secrets"]
    os.environ.update(own, OPENHEARTH_HOME=str(scratch / "tests-home"))
    with os.fdopen(send, "w", encoding="utf-8", errors="backslashreplace") as pipe:

        def tell(message: dict[str, Any]) -> None:
            pipe.write(json.dumps(message, default=repr) + "\n")
            pipe.flush()

        link = Link(Channel(end), interrupt=lambda: tell({"interrupt": True}))
        examine(shell, link, request["cells"], request["seconds"], tell)


def _listen(
    receive: int, channel: socket.socket, deadline: float, learner: int
) -> tuple[list[dict[str, Any]], str]:
    """What the tests' process tells, and how it ended: ``finished``, ``died``, ``deadline``, or we were ``closed``."""
    kept = b""
    told: list[dict[str, Any]] = []
    waiting: list[Any] = [receive, channel]
    while True:
        left = deadline - time.monotonic()
        ready, _, _ = select.select(waiting, [], [], max(0.0, left))
        if not ready:
            return told, "deadline"
        if channel in ready:  # nothing is asked while a submission runs: the other end has closed
            return told, "closed"
        block = os.read(receive, 1 << 16)
        if not block:
            return told, "died"
        *lines, kept = (kept + block).split(b"\n")
        for message in map(json.loads, lines):
            if "interrupt" in message:
                os.kill(learner, signal.SIGINT)
            else:
                told.append(message)
        if told and "finished" in told[-1]:
            return told, "finished"


def _end(forks: list[int]) -> None:
    """End the forks and all they started, also what has left their sessions, and reap them."""
    import psutil

    for fork in forks:
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
