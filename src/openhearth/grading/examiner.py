"""The tests' process: leads the learner's process through the notebook, and runs locked cells and tests itself.

Locked cells run in both processes. So what they define is the instructor's own here, whatever the learner did to it there. A
name that is not defined here is asked for in the learner's process. The marks follow from what happens here alone.
"""

import ast
import builtins
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from openhearth.grading.cells import MOST_OUTPUTS, MOST_TEXT, Shell, run_one
from openhearth.grading.link import GRACE, Link
from openhearth.grading.notebooks import LEARNER, TEST
from openhearth.grading.script import SHARED


class Late(BaseException):
    """A cell has taken longer than it may. Not an `Exception`, so that no test takes it for the learner's."""


class Names(dict[str, Any]):
    """The names in a test: the instructor's own, then the learner's."""

    def __init__(self, own: dict[str, Any], link: Link) -> None:
        super().__init__(own)
        self._link = link
        self._failed: dict[str, str] = {}

    def __missing__(self, name: str) -> Any:
        if name.startswith("__") or hasattr(builtins, name):
            raise KeyError(name)
        if name in self._failed:
            raise NameError(self._failed[name])
        try:
            return self._link.ask("name", name)
        except NameError:
            raise KeyError(name) from None

    def block(self, source: str, why: str) -> None:
        """Do not ask the learner's process for what the locked cell ``source`` should have defined here."""
        for name in bound(source):
            if name not in self:
                self._failed[name] = f"name {name!r} is not defined: {why}"


def examine(
    shell: Shell,
    link: Link,
    cells: list[dict[str, Any]],
    seconds: float,
    tell: Callable[[dict[str, Any]], None],
) -> None:
    """Run ``cells`` in order, whatever fails, and ``tell`` of each once it has begun and ended.

    Args:
        shell: this process's.
        link: to the learner's process.
        cells: ``{"index", "source", "kind"}``.
        seconds: that each cell may take.
        tell: called with ``{"began": index}``, ``{"ended": index, "outputs", "seconds", "error"}`` and at last
            ``{"finished": True}``.
    """
    names = Names(shell.user_ns, link)
    whole: Any = shell
    whole.user_module, whole.user_ns = whole.prepare_user_module(user_ns=names)
    for cell in cells:
        tell({"began": cell["index"]})
        link.deadline = time.monotonic() + seconds
        kind, source = cell["kind"], cell["source"]
        if kind in (LEARNER, SHARED):
            done = _there(link, source)
        elif kind == TEST:
            done = _here(shell, source, seconds)
        else:
            done = _locked(shell, link, names, source, seconds)
        tell({"ended": cell["index"], **done})
    tell({"finished": True})


def bound(source: str) -> set[str]:
    """The names that a cell binds at its top level, as far as it is plain Python."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return set()
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).split(".")[0])
    return found


def _locked(shell: Shell, link: Link, names: Names, source: str, seconds: float) -> dict[str, Any]:
    """A locked cell, in both processes; what the learner sees is from there."""
    here = _here(shell, source, seconds)
    link.deadline = time.monotonic() + seconds
    there = _there(link, source)
    if here["error"] is not None:
        kind = here["error"]["kinds"][0]
        names.block(
            source,
            f"the locked cell that defines it fails in the tests' process ({kind}: {here['error']['message'][:200]})",
        )
    return there


def _here(shell: Shell, source: str, seconds: float) -> dict[str, Any]:
    with _at_most(seconds + 2 * GRACE):  # what it asks of the learner's process has its own, shorter deadline
        return run_one(shell, source)


def _there(link: Link, source: str) -> dict[str, Any]:
    """Run a cell in the learner's process; what it tells, as far as it makes sense."""
    began = time.perf_counter()
    try:
        told = link.ask("run", source)
        told = told if type(told) is dict else {}
        shown, error = outputs(told.get("outputs")), _error(told.get("error"))
    except Exception as problem:  # the process is gone, or what it told is no cell's
        shown, error = [], {"kinds": [type(problem).__name__], "message": str(problem)}
    return {"outputs": shown, "seconds": time.perf_counter() - began, "error": error}


def outputs(told: Any) -> list[dict[str, Any]]:
    """A cell's outputs as the learner's process tells them: those that a notebook can hold."""
    return list(_outputs(told)) if isinstance(told, list) else []


def _outputs(told: list[Any]) -> Iterator[dict[str, Any]]:
    for output in told[: MOST_OUTPUTS + 1]:
        match output:
            case {"output_type": "stream", "name": "stdout" | "stderr" as name, "text": str(text)}:
                yield {"output_type": "stream", "name": name, "text": text[:MOST_TEXT]}
            case {"output_type": "display_data" | "execute_result" as kind, "data": dict(data)}:
                whole = {
                    mime: text
                    for mime, text in data.items()
                    if isinstance(mime, str) and isinstance(text, str)
                }
                numbered: dict[str, Any] = {"execution_count": None} if kind == "execute_result" else {}
                yield {"output_type": kind, "data": whole, "metadata": {}, **numbered}
            case {"output_type": "error", "ename": str(name), "evalue": str(value), "traceback": list(lines)}:
                kept = [line for line in lines[:500] if isinstance(line, str)]
                yield {"output_type": "error", "ename": name, "evalue": value, "traceback": kept}


def _error(told: Any) -> dict[str, Any] | None:
    if told is None:
        return None
    match told:
        case {"kinds": [str(first), *rest], "message": str(message)}:
            return {"kinds": [first, *(kind for kind in rest if isinstance(kind, str))], "message": message}
    return {"kinds": ["Exception"], "message": "an error that cannot be read"}


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    def late(*_: object) -> None:
        raise Late(f"longer than {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
