"""What training reaches on this machine: real steps of a few sizes, for as long as the dial can spare.

Other programs must not make the machine look slow: Linux says how long each thread stood ready but waited for a
core, and that is taken off.
"""

import contextlib
import math
import time
from dataclasses import replace
from pathlib import Path

import torch

from openhearth.lm.engine import Engine, computing
from openhearth.machine import Machine
from openhearth.plan import LADDER, Plan, Shape, Speed, make_plan, matrix_peak, typical_speed

SHARE = 0.1
"""Of the dial, at most, for calibration."""
MOST = 4.0
"""Seconds, at most."""
LEAST = 0.8
"""Seconds below which there is time for the matrix-product peak alone."""
MICRO_TOKENS = (2048, 1024)


def calibrate(machine: Machine, minutes: float, *, corpus: str = "tales") -> Speed:
    """The speed of training on ``machine``, which is this one, for a plan of ``minutes``.

    Measures the peak of matrix products, then whole steps of the model that this peak suggests and of its
    neighbours on the ladder; micro-batches race on the first of them. It takes at most a tenth of the dial and
    four seconds; below eight seconds of dial only the peak is measured.
    """
    budget = min(MOST, SHARE * minutes * 60)
    peak = matrix_peak(machine, 0.1 * budget)
    speed = typical_speed(machine, peak)
    assert speed is not None
    if budget < LEAST:
        return speed
    rates: dict[Shape, float] = {}
    with computing(machine.cores.value):
        first = make_plan(machine, minutes, speed=speed, corpus=corpus, processes=1)
        race = {
            tokens: _rate(
                replace(first, micro_batch=max(1, tokens // first.context), accumulation=1), budget / 9
            )
            for tokens in MICRO_TOKENS
        }
        winner = max(race, key=lambda tokens: race[tokens])
        rates[first.shape] = race[winner]
        for _ in range(4):
            speed = _speed(peak.value, rates, winner)
            plan = make_plan(machine, minutes, speed=speed, corpus=corpus, processes=1)
            ahead = next((shape for shape in _near(plan.shape) if shape not in rates), None)
            if ahead is None:
                break
            neighbour = make_plan(machine, minutes, speed=speed, shape=ahead, corpus=corpus, processes=1)
            rates[ahead] = _rate(neighbour, budget / 9)
    return _speed(peak.value, rates, winner)


def _near(shape: Shape) -> list[Shape]:
    """The size itself, the next one up and the next one down."""
    if shape not in LADDER:
        return [shape]
    at = LADDER.index(shape)
    return [shape, *LADDER[at + 1 : at + 2], *LADDER[max(0, at - 1) : at]]


def _speed(peak: float, rates: dict[Shape, float], micro_tokens: int) -> Speed:
    points = tuple(sorted((float(shape.matrices), rate) for shape, rate in rates.items()))
    tried = ", ".join(f"{shape.width}×{shape.layers}" for shape in sorted(rates, key=lambda s: s.matrices))
    reason = f"measured here: whole steps of {tried}, micro-batches of {micro_tokens:,} tokens"
    return Speed(peak, points, True, reason, micro_tokens)


def _rate(plan: Plan, seconds: float) -> float:
    """FLOP/s of training steps of ``plan``: the best of ``seconds``, at least of two."""
    engine = Engine(replace(plan, processes=1, parallel="none", compile=False), plan.vocab_size)
    shape = (plan.micro_batch * plan.accumulation, plan.context)
    tokens = torch.randint(plan.vocab_size, shape, generator=torch.Generator().manual_seed(0))
    engine.step(tokens, tokens, 0.1)
    best, done, end = math.inf, 0, time.monotonic() + seconds
    while done < 2 or time.monotonic() < end:
        waited, begun = _waited(), time.perf_counter()
        engine.step(tokens, tokens, 0.1)
        spent = time.perf_counter() - begun
        delays = (after - waited.get(thread, after) for thread, after in _waited().items())
        best, done = min(best, max(spent - max(delays, default=0.0), spent / plan.threads / 2)), done + 1
    return tokens.numel() * plan.flops_a_token / best


def _waited() -> dict[str, float]:
    """Seconds that each thread of this process has waited for a core, by thread (Linux; elsewhere nothing).

    Source: Documentation/scheduler/sched-stats.rst, /proc/PID/schedstat, second field.
    """
    found = {}
    for file in Path("/proc/self/task").glob("*/schedstat"):
        with contextlib.suppress(OSError, ValueError, IndexError):  # the thread has just ended
            found[file.parent.name] = int(file.read_text().split()[1]) / 1e9
    return found
