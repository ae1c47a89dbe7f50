"""In the fork: run cells in IPython and keep what a kernel would have sent: streams, displays, results, errors."""

import base64
import inspect
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

MOST_TEXT = 100_000  # characters of streams kept a cell; a loop that prints must not fill the memory
MOST_OUTPUTS = 200


class Outputs:
    """The outputs of the running cell, in order, as nbformat writes them."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.kept: list[dict[str, Any]] = []
        self._room = MOST_TEXT

    def add(self, output: dict[str, Any]) -> None:
        if "data" in output:
            data = {kind: _text(value) for kind, value in output["data"].items()}
            output = {**output, "data": data}
        if len(self.kept) < MOST_OUTPUTS or output["output_type"] == "error":
            self.kept.append(output)

    def write(self, name: str, text: str) -> None:
        kept, self._room = text[: self._room], max(0, self._room - len(text))
        last = self.kept[-1] if self.kept else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += kept
        elif text:  # also where there is no more room: that something was written to stderr counts
            self.add({"output_type": "stream", "name": name, "text": kept})


def _text(value: Any) -> Any:
    """Displayed bytes as a notebook holds them."""
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


class _Stream:
    """Stands in for ``sys.stdout`` and ``sys.stderr``."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, name: str, outputs: Outputs) -> None:
        self.name, self._outputs = name, outputs

    def write(self, text: str) -> int:
        self._outputs.write(self.name, text)
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True


class _Hook(DisplayHook):
    """Keeps a cell's result where a terminal would print it."""

    def start_displayhook(self) -> None:
        pass

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        shell: Any = self.shell
        shell.outputs.add(
            {
                "output_type": "execute_result",
                "data": format_dict,
                "metadata": md_dict or {},
                "execution_count": shell.execution_count,
            }
        )

    def finish_displayhook(self) -> None:
        pass


class _Publisher(DisplayPublisher):
    """Keeps what cells display."""

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: Any = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        shell: Any = self.shell
        shell.outputs.add({"output_type": "display_data", "data": data, "metadata": metadata or {}})

    def clear_output(self, wait: bool = False) -> None:
        shell: Any = self.shell
        shell.outputs.clear()


class _Compiler(CachingCompiler):
    """Says whose a cell's lines are; a traceback would search all modules for that, several times a frame."""

    def cache(self, *about: Any, **more: Any) -> str:
        base: Any = super()
        name: str = base.cache(*about, **more)
        inspect.modulesbyfile.update(dict.fromkeys((name, str(Path(name).absolute())), "__main__"))
        return name


class Shell(InteractiveShell):
    """IPython without a terminal, a history file or colours."""

    compiler_class = _Compiler
    displayhook_class = _Hook
    display_pub_class = _Publisher

    def __init__(self, **settings: Any) -> None:
        self.outputs = Outputs()
        base: Any = super()
        base.__init__(**settings)

    def init_history(self) -> None:
        base: Any = super()
        base.init_history()
        history: Any = self.history_manager
        history.enabled = False

    def _format_exception_for_storage(self, *_: Any, **more: Any) -> dict[str, Any]:
        """There is no history to store it in."""
        return {}

    def enable_gui(self, gui: Any = None) -> None:
        """There is no event loop to join."""

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self.outputs.add(
            {"output_type": "error", "ename": etype.__name__, "evalue": str(evalue), "traceback": list(stb)}
        )


def shell() -> Shell:
    """The process's one shell, warm, and with one thread only, so that a fork of it is whole."""
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False  # its thread would not survive a fork
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.xmode = "Context"
    made: Any = Shell.instance(config=config)
    for source in ("1", "1 / 0"):  # also what is imported at the first traceback
        made.run_cell(source, store_history=False)
    made.outputs.clear()
    made.execution_count = 1
    ready: Shell = made
    return ready


def run_one(shell: Shell, source: str) -> dict[str, Any]:
    """Run one cell; its outputs, the seconds it took, and the exception that ended it or None."""
    shell.outputs.clear()
    streams: Any = _Stream("stdout", shell.outputs), _Stream("stderr", shell.outputs)
    sys.stdout, sys.stderr = streams
    began = time.perf_counter()
    error = _run_one(shell, source)
    return {
        "outputs": shell.outputs.kept,
        "seconds": time.perf_counter() - began,
        "error": None if error is None else _describe(error, shell),
    }


def _run_one(shell: Any, source: str) -> BaseException | None:
    """Run one cell; the exception that ended it, or None."""
    try:
        result = shell.run_cell(source, store_history=True)
    except (
        BaseException
    ) as error:  # run_cell catches what cells raise; what it lets through ends this one only
        found: BaseException | None = error
    else:
        found = result.error_before_exec or result.error_in_exec
    if found is not None and not any(o["output_type"] == "error" for o in shell.outputs.kept):
        # Whatever silenced the traceback, the cell did not run to its end.
        lines = traceback.format_exception_only(found)
        shell.outputs.add(
            {
                "output_type": "error",
                "ename": type(found).__name__,
                "evalue": str(found),
                "traceback": [line.rstrip("\n") for line in lines],
            }
        )
    return found


def _describe(error: BaseException, shell: Shell) -> dict[str, Any]:
    kinds = [kind.__name__ for kind in type(error).__mro__]
    return {"kinds": kinds, "message": str(error), "lines": _lines(error, shell.user_ns)}


def _lines(error: BaseException, names: dict[str, Any]) -> list[int]:
    """The lines of the cell at which ``error`` arose, and those at which the errors arose that it took the place of."""
    found: list[int] = []
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        if isinstance(cause, SyntaxError) and cause is error:
            found.append(cause.lineno or 1)
        for frame, line in traceback.walk_tb(cause.__traceback__):
            if frame.f_globals is names and frame.f_code.co_name == "<module>":
                found.append(line)
        cause = cause.__cause__ or cause.__context__
    return found
