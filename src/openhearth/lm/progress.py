"""Showing a training as it goes: a bar in a terminal, one line that changes in place in a notebook."""

import sys
import time
from typing import Any, Protocol


class Display(Protocol):
    """Something that shows how far a training is."""

    def update(self, share: float, text: str) -> None:
        """``share`` of the budget is spent, 0 to 1; ``text`` says loss, speed and time left."""

    def close(self) -> None:
        """Leave the last line standing."""


class Silent:
    """Shows nothing."""

    def update(self, share: float, text: str) -> None: ...

    def close(self) -> None: ...


class Terminal:
    """A progress bar on standard error."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        columns = TextColumn("training"), BarColumn(), TextColumn("{task.fields[text]}")
        self._progress = Progress(*columns, console=Console(stderr=True), refresh_per_second=4)
        self._task = self._progress.add_task("", total=1.0, text="")
        self._progress.start()

    def update(self, share: float, text: str) -> None:
        self._progress.update(self._task, completed=share, text=text)

    def close(self) -> None:
        self._progress.stop()


class Notebook:
    """One line, changed in place at most twice a second; the book keeps the last."""

    def __init__(self) -> None:
        from IPython.display import display

        self._handle: Any = display({"text/plain": "training"}, raw=True, display_id=True)
        self._last, self._line = 0.0, ""

    def update(self, share: float, text: str) -> None:
        self._line = f"training {share:4.0%}  {text}"
        if time.monotonic() - self._last > 0.5:
            self._last = time.monotonic()
            self._show()

    def close(self) -> None:
        self._show()

    def _show(self) -> None:
        self._handle.update({"text/plain": self._line}, raw=True)


def display_for(asked: str | None) -> Display:
    """The display called ``asked``: ``auto``, or None for none."""
    if asked is None:
        return Silent()
    if "ipykernel" in sys.modules and "IPython" in sys.modules:
        from IPython import get_ipython

        if get_ipython() is not None:
            return Notebook()
    return Terminal()
