"""The live panel of a training: loss, speed, share of the machine's peak, time left, and the model's own words.

One `Frame` says where a training stands; a panel shows it: in a terminal, in a notebook (where the book keeps the
last frame), or not at all.
"""

import html
import math
import sys
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from openhearth.figures import LIGHT
from openhearth.plan import Plan

if TYPE_CHECKING:
    from openhearth.lm.run import Run

WORDS = 40
"""Tokens of a sample."""
POINTS = 120
"""Of the loss curve: beyond twice as many, every second one is dropped."""
BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class Frame:
    """Where a training stands."""

    plan: Plan
    share: float = 0.0  # of the budget, 0 to 1
    losses: tuple[float, ...] = ()  # nats a token, evenly spaced
    every: int = 1  # steps from one of them to the next
    step: int = 0
    speed: float = 0.0  # tokens a second
    left: str = ""
    validation: float | None = None  # bits per byte on held-out stories
    words: str = ""  # that the model last said

    def after(self, row: dict[str, Any], share: float, budget: float, max_steps: int | None) -> "Frame":
        """This frame one step later."""
        losses, every = self.losses, self.every
        if row["step"] % every == 0:
            losses = (*losses, row["loss"])
        if len(losses) > 2 * POINTS:
            losses, every = losses[1::2], 2 * every
        seconds = max(0.0, budget - row["seconds"])
        return replace(
            self,
            share=share,
            losses=losses,
            every=every,
            step=row["step"],
            speed=row["tokens"] / max(row["seconds"], 1e-9),
            left=f"{max_steps - row['step']:,} steps" if max_steps else readable(seconds),
        )

    def looked(self, validation: float, words: str) -> "Frame":
        """This frame after a look at held-out stories."""
        return replace(self, validation=validation, words=words or self.words)

    def finished(self) -> "Frame":
        return replace(self, share=1.0, left="none")

    @property
    def facts(self) -> list[tuple[str, str]]:
        """(what, value) of each number."""
        found = [
            ("loss", f"{self.losses[-1]:.3f} nats a token" if self.losses else "–"),
            ("held out", "–" if self.validation is None else f"{self.validation:.3f} bits per byte"),
            ("speed", f"{self.speed:,.0f} tokens/s"),
        ]
        if self.plan.peak_flops:
            part = self.speed * self.plan.flops_a_token / self.plan.peak_flops
            found.append(("of the machine's peak", f"{part:.0%}"))
        return [*found, ("time left", self.left or "–")]


class Panel(Protocol):
    """Something that shows frames."""

    wants_samples: bool

    def update(self, frame: Frame) -> None:
        """Show ``frame`` in place of the one before."""

    def close(self) -> None:
        """Leave the last frame standing."""


class Silent:
    """Shows nothing."""

    wants_samples = False

    def update(self, frame: Frame) -> None: ...

    def close(self) -> None: ...


class Terminal:
    """A few lines on standard error, changed in place; where that is no terminal, the last of them once."""

    wants_samples = True

    def __init__(self) -> None:
        from rich.console import Console
        from rich.live import Live

        self._live = Live(console=Console(stderr=True), refresh_per_second=4)
        self._live.start()

    def update(self, frame: Frame) -> None:
        from rich.progress_bar import ProgressBar
        from rich.table import Table
        from rich.text import Text

        lines = Table.grid()
        lines.add_row(ProgressBar(total=1.0, completed=frame.share, width=60))
        for part in (frame.facts[:2], frame.facts[2:]):
            lines.add_row(Text("   ").join(Text.assemble((what + " ", "dim"), value) for what, value in part))
        if len(frame.losses) > 1:
            lines.add_row(Text(bars(frame.losses), style="yellow"))
        if frame.words:
            lines.add_row(Text(frame.words, style="italic", overflow="ellipsis", no_wrap=True))
        self._live.update(lines)

    def close(self) -> None:
        self._live.stop()


class Notebook:
    """A small figure with its numbers, changed in place at most twice a second; the book keeps the last."""

    wants_samples = True

    def __init__(self) -> None:
        from IPython.display import display

        self._frame: Frame | None = None
        self._last = 0.0
        self._handle: Any = display(
            {"text/html": "<p>Training …</p>", "text/plain": "training"}, raw=True, display_id=True
        )

    def update(self, frame: Frame) -> None:
        self._frame = frame
        if time.monotonic() - self._last > 0.5:
            self._last = time.monotonic()
            self._show()

    def close(self) -> None:
        self._show()

    def _show(self) -> None:
        if self._frame is not None:
            plain = ", ".join(f"{what} {value}" for what, value in self._frame.facts)
            self._handle.update({"text/html": card(self._frame), "text/plain": plain}, raw=True)


def panel_for(asked: str | None) -> Panel:
    """The panel called ``asked``: ``auto``, or None for none."""
    if asked is None:
        return Silent()
    if "ipykernel" in sys.modules and "IPython" in sys.modules:
        from IPython import get_ipython

        if get_ipython() is not None:
            return Notebook()
    return Terminal()


def sample(run: "Run") -> str:
    """A few words of the model as it is, the same way each time; nothing where it is in slices."""
    from openhearth.lm.generation import generate

    if run.plan.parallel == "fsdp":
        return ""
    pieces = generate(run.engine.model, run.tokenizer, "", temperature=0.7, max_tokens=WORDS, seed=run.step)
    return " ".join("".join(pieces).split())


def bars(losses: tuple[float, ...], width: int = 60) -> str:
    """The loss as a row of block characters, on a logarithmic scale."""
    drawn = _thinned([math.log(max(loss, 1e-9)) for loss in losses], width)
    low, high = min(drawn), max(drawn)
    return "".join(BARS[round((x - low) / ((high - low) or 1) * (len(BARS) - 1))] for x in drawn)


def card(frame: Frame) -> str:
    """The frame as HTML: progress, loss curve, numbers, words. Colours follow the page's theme."""
    facts = "".join(
        f'<div><dt style="color:var(--oh-slate,{LIGHT["slate"]});font-size:.85em">{what}</dt>'
        f'<dd style="margin:0;font-variant-numeric:tabular-nums">{html.escape(value)}</dd></div>'
        for what, value in frame.facts
    )
    words = f'<p dir="auto" style="margin:.6em 0 0;font-style:italic">{html.escape(frame.words)}</p>'
    return (
        f'<div class="oh-panel" style="max-width:44em"><progress value="{frame.share:.3f}" max="1" '
        f'aria-label="share of the time spent" style="width:100%;accent-color:var(--oh-ember,{LIGHT["ember"]})">'
        f"{frame.share:.0%}</progress>{_curve(frame)}"
        f'<dl style="display:flex;flex-wrap:wrap;gap:.3em 1.6em;margin:.4em 0 0">{facts}</dl>'
        f"{words if frame.words else ''}</div>"
    )


def _curve(frame: Frame, width: int = 640, height: int = 120) -> str:
    """The loss against steps, logarithmic, as a small SVG that says in words what it shows."""
    if len(frame.losses) < 2:
        return ""
    logs = [math.log(max(loss, 1e-9)) for loss in frame.losses]
    low, high = min(logs), max(logs)
    points = " ".join(
        f"{i / (len(logs) - 1) * width:.1f},{(high - y) / ((high - low) or 1) * (height - 8) + 4:.1f}"
        for i, y in enumerate(logs)
    )
    says = f"The loss went from {frame.losses[0]:.2f} to {frame.losses[-1]:.2f} nats a token in {frame.step:,} steps."
    return (
        f'<svg role="img" aria-label="{says}" viewBox="0 0 {width} {height}" style="width:100%;height:auto;display:block">'
        f'<title>{says}</title><polyline points="{points}" fill="none" stroke-width="2" stroke-linejoin="round" '
        f'style="stroke:var(--oh-ember,{LIGHT["ember"]})"/></svg>'
    )


def readable(seconds: float) -> str:
    """``42 s``, ``3 min 05 s``, ``2 h 10 min``, ``3 days 4 h``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    if whole < 86_400:
        return f"{whole // 3600} h {whole % 3600 // 60:02d} min"
    return f"{whole // 86_400} days {whole % 86_400 // 3600} h"


def _thinned(values: list[float], most: int) -> list[float]:
    return [values[i * len(values) // most] for i in range(most)] if len(values) > most else values
