"""The panel says where a training stands, in a terminal and in a notebook."""

import dataclasses
import io
import re

import pytest
from rich.console import Console

from openhearth.lm import panel
from openhearth.lm.panel import Frame, bars, card, readable
from openhearth.plan import Plan


def frame(plan: Plan, steps: int = 50) -> Frame:
    found = Frame(plan)
    for step in range(1, steps + 1):
        row = {"step": step, "loss": 8.0 / step, "seconds": step * 0.5, "tokens": step * 1000}
        found = found.after(row, step / 100, 50.0, None)
    return found.looked(1.234, "Once <b> a hare\u202f…")


def test_the_numbers_are_those_of_the_run(plan: Plan) -> None:
    facts = dict(frame(dataclasses.replace(plan, peak_flops=1e12)).facts)
    assert facts["loss"] == "0.160 nats a token"
    assert facts["held out"] == "1.234 bits per byte"
    assert facts["speed"] == "2,000 tokens/s"
    assert facts["of the machine's peak"] == f"{2000 * plan.flops_a_token / 1e12:.0%}"
    assert facts["time left"] == "25 s"


def test_a_long_run_keeps_few_points_that_span_it(plan: Plan) -> None:
    found = frame(plan, 5000)
    assert panel.POINTS <= len(found.losses) <= 2 * panel.POINTS
    assert found.losses[0] > 8 / 200
    assert found.losses[-1] < 8 / 4900


def test_the_card_is_whole_html_that_says_what_it_draws(plan: Plan) -> None:
    html = card(frame(plan))
    assert "Once &lt;b&gt; a hare" in html
    assert re.search(r'aria-label="The loss went from 8.00 to 0.16 nats a token in 50 steps."', html)
    points = re.search(r'points="([^"]+)"', html)[1].split()
    assert len(points) == 50
    heights = [float(point.split(",")[1]) for point in points]
    assert heights == sorted(heights)  # the loss falls, so the line goes down


def test_bars_fall_as_the_loss_does() -> None:
    drawn = bars(tuple(2.0 ** (-i / 8) for i in range(200)), width=8)
    assert drawn == "█▇▆▅▄▃▂▁"


@pytest.mark.parametrize(
    ("seconds", "says"),
    [(0.4, "0 s"), (59, "59 s"), (65, "1 min 05 s"), (7800, "2 h 10 min"), (273_600, "3 days 4 h")],
)
def test_times_are_readable(seconds: float, says: str) -> None:
    assert readable(seconds) == says


def test_the_terminal_shows_every_part(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    import rich.console

    monkeypatch.setattr(
        rich.console, "Console", lambda **_: Console(file=out, width=100, force_terminal=True)
    )
    shown = panel.Terminal()
    shown.update(frame(plan))
    shown.close()
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", out.getvalue())
    for part in ("loss", "0.160 nats a token", "1.234 bits per byte", "█", "Once <b> a hare"):
        assert part in text
