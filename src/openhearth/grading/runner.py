"""Run notebooks' code cells in forks of one warm process: tenths of a second each, whatever they import."""

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openhearth.grading.errors import GradingError
from openhearth.grading.notebooks import kind_of

DEADLINE = 60.0  # seconds a submission
STARTS = 3  # times that a warm process which is lost while it starts is started
GONE = "Gone"  # `link.Gone`, by name
CELL = 30.0  # seconds a cell


class Lost(GradingError):
    """The warm process has ended by itself, or was ended."""


@dataclass(frozen=True)
class Stopped:
    """The exception that ended a cell."""

    kinds: tuple[str, ...]  # the names of its class and that class's bases
    message: str

    @property
    def not_attempted(self) -> bool:
        """Whether it says that the answer is still blank."""
        return "NotImplementedError" in self.kinds or (
            "AssertionError" in self.kinds and self.message.lower().startswith("not attempted")
        )

    def __str__(self) -> str:
        line = (self.message.splitlines() or [""])[0]
        return f"{self.kinds[0]}: {line}" if line else self.kinds[0]


@dataclass(frozen=True)
class CellRun:
    """What one code cell did."""

    outputs: tuple[dict[str, Any], ...] = ()  # as nbformat writes them
    error: Stopped | None = None
    seconds: float = 0.0
    lines: tuple[int, ...] = ()  # of a test cell: where the error arose, counted from 1


@dataclass(frozen=True)
class Run:
    """What a submission's code cells did, by their index in the notebook; a cell not in it did not end."""

    cells: dict[int, CellRun] = field(default_factory=dict)
    end: str = "finished"  # "died", "deadline"
    last: int | None = None  # index of the cell that began last, or in which the learner's process was lost
    seconds: float = 0.0


class Runner:
    """A warm process that runs submissions, one at a time. Use it as a context manager.

    Args:
        modules: what to import before the first fork.
        environment: variables that every submission sees besides this process's.
        secrets: variables that only the tests see.
        hidden: folders that submissions must not see, though they lie where something is installed.
        isolation: one of `places.ISOLATIONS`.
        deadline: seconds that a submission may take.
        cell: seconds that a cell may take; then it is interrupted, and the next one runs.

    Raises:
        GradingError: there is no fork here, a module starts a thread, or the isolation asked for cannot be had; `Lost` where
            the process does not start.
    """

    def __init__(
        self,
        modules: Iterable[str] = (),
        environment: Mapping[str, str] | None = None,
        secrets: Mapping[str, str] | None = None,
        *,
        hidden: Iterable[Path] = (),
        isolation: str = "none",
        deadline: float = DEADLINE,
        cell: float = CELL,
    ) -> None:
        if not hasattr(os, "fork"):
            raise GradingError("proving assignments needs fork: run it on Linux, macOS or in WSL")
        self._about = {
            "environment": dict(environment or {}),
            "deadline": deadline,
            "seconds": cell,
            "hidden": [str(folder) for folder in hidden],
        }
        self._secrets = dict(secrets or {})
        self.cell = cell
        for start in range(1, STARTS + 1):
            try:
                self._start({"modules": sorted(modules), "isolation": isolation})
                return
            except Lost:
                if start == STARTS:
                    raise

    def _start(self, about: dict[str, Any]) -> None:
        self._channel, theirs = socket.socketpair()
        one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        inline = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
        self._process = subprocess.Popen(
            # -P: the folder that we happen to be in is no place for modules, nor for submissions to see.
            [sys.executable, "-P", "-m", "openhearth.grading.zygote", str(theirs.fileno())],
            env=_passed_on() | one_thread | inline,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us: closing the channel ends it
        )
        theirs.close()
        try:
            refused = self._ask(about).get("refused")
            if refused:
                raise GradingError(refused)
        except BaseException:
            self.close()
            raise

    def run(self, notebook: Any, folder: Path, tests: Path | None = None) -> Run:
        """Run the notebook's code cells in order, whatever fails.

        Args:
            notebook: nbformat 4, its nbgrader metadata the instructor's.
            folder: whose files (but notebooks) the learner's cells find in their working folder.
            tests: the same for the tests; default ``folder``.

        Raises:
            GradingError: the warm process is gone, or the submission could not be confined.
        """
        sources = [
            {"index": i, "source": cell.source, "kind": kind_of(cell)}
            for i, cell in enumerate(notebook.cells)
            if cell.cell_type == "code"
        ]
        told, answer = self._examine(
            {"cells": sources, "environment": self._secrets},
            {"folder": str(folder), "tests": str(tests or folder), **self._about},
        )
        if answer["end"] == "unconfined":
            raise GradingError(
                "a submission could not be confined, and was not run; openhearth doctor says more"
            )
        cells = {message["ended"]: _cell(message) for message in told if "ended" in message}
        lost = [i for i, cell in cells.items() if cell.error and cell.error.kinds[0] == GONE]
        began = [message["began"] for message in told if "began" in message]
        return Run(
            cells=cells,
            end="died" if lost and answer["end"] == "finished" else answer["end"],
            last=next(iter(lost or reversed(began)), None),
            seconds=answer["seconds"],
        )

    def close(self) -> None:
        """End the warm process and whatever runs in it."""
        self._channel.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> "Runner":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, message: dict[str, Any]) -> dict[str, Any]:
        self._send(message, [])
        return self._answer()

    def _examine(
        self, secret: dict[str, Any], request: dict[str, Any]
    ) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """What the tests' process tells, and the warm process's answer; ``secret`` is for the tests' process alone."""
        heard, telling = os.pipe()
        kept = bytearray()
        try:
            os.set_blocking(heard, False)
            with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
                json.dump(secret, file)
                file.flush()
                self._send(request, [file.fileno(), telling])
            os.close(telling)
            waiting: list[Any] = [heard, self._channel]
            while self._channel not in select.select(waiting, [], [])[0]:
                if not _drain(heard, kept):  # it has told all
                    waiting.remove(heard)
            answer = self._answer()
            _drain(heard, kept)
        finally:
            os.close(heard)
        *lines, _ = bytes(kept).split(b"\n")
        return [json.loads(line) for line in lines], answer

    def _send(self, message: dict[str, Any], descriptors: list[int]) -> None:
        with contextlib.suppress(
            BrokenPipeError, ConnectionResetError
        ):  # the answer that does not come will tell
            content = json.dumps(message).encode() + b"\n"
            sent = socket.send_fds(self._channel, [content], descriptors)
            self._channel.sendall(content[sent:])

    def _answer(self) -> dict[str, Any]:
        kept = b""
        while not kept.endswith(b"\n"):
            block = b""
            with contextlib.suppress(ConnectionResetError):
                block = self._channel.recv(1 << 16)
            if not block:
                raise Lost("the process that runs submissions has ended; see what it printed above")
            kept += block
        answer: dict[str, Any] = json.loads(kept)
        return answer


def _passed_on() -> dict[str, str]:
    """This process's variables that submissions may see: what programs need to start, no keys or addresses."""
    wanted = {
        "PATH",
        "LANG",
        "LANGUAGE",
        "TZ",
        "PYTHONPATH",
        "PYTHONHASHSEED",
        "VIRTUAL_ENV",
        "LD_LIBRARY_PATH",
    }
    return {name: value for name, value in os.environ.items() if name in wanted or name.startswith("LC_")}


def _drain(pipe: int, into: bytearray) -> bool:
    """Read what there is; False where the other end is closed."""
    with contextlib.suppress(BlockingIOError):
        while block := os.read(pipe, 1 << 16):
            into += block
        return False
    return True


def _cell(message: dict[str, Any]) -> CellRun:
    error = message["error"]
    return CellRun(
        outputs=tuple(message["outputs"]),
        error=Stopped(tuple(error["kinds"]), error["message"]) if error else None,
        seconds=message["seconds"],
        lines=tuple(error.get("lines", ())) if error else (),
    )
