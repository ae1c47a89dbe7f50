"""What training reaches on this machine: real steps of a few sizes, for as long as the dial can spare.

Other programs must not make the machine look slow: Linux says how long each thread stood ready but waited for a
core, and that is taken off.
"""

import contextlib
import statistics
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import torch

from openhearth.lm.batches import batch
from openhearth.lm.engine import Engine, computing
from openhearth.lm.recorded import FIRST
from openhearth.machine import Machine
from openhearth.plan import LADDER, Plan, PlanError, Shape, Speed, make_plan, matrix_peak, typical_speed

SHARE = 0.1
"""Of the dial, at most, for calibration."""
MOST = 4.0
"""Seconds, at most."""
LEAST = 0.8
"""Seconds below which there is time for the matrix-product peak alone."""
ROW = 1 << 20
"""Tokens that stand for a corpus."""
STEP = 4096
"""Tokens a step, at most, of the race between micro-batches on a CPU."""


def calibrate(
    machine: Machine, minutes: float, *, corpus: str = "tales", corpus_bytes: int | None = None
) -> Speed:
    """The speed of training on ``machine``, which is this one, for a plan of ``minutes``.

    Measures the peak of matrix products, then whole steps of the model that this peak suggests and of its
    neighbours on the ladder; on a CPU micro-batches race on the first of them. It takes at most a tenth of the dial
    and four seconds; below eight seconds of dial only the peak is measured.

    Args:
        corpus, corpus_bytes: what the plan is for, as `make_plan` takes it; the bytes are held beside the model.

    Raises:
        PlanError: the memory does not hold even the smallest model.
    """
    budget = min(MOST, SHARE * minutes * 60)
    peak = matrix_peak(machine, 0.1 * budget)
    speed = typical_speed(machine, peak)
    assert speed is not None
    if budget < LEAST:
        return speed
    rates: dict[Shape, float] = {}
    end = time.monotonic() + budget
    with computing(machine.cores.value):
        planned = partial(make_plan, machine, minutes, corpus=corpus, corpus_bytes=corpus_bytes, processes=1)
        first = planned(speed=speed)
        race = {way.micro_batch * way.context: _rate(way, speed, budget / 9) for way in _ways(first)}
        winner = max(race, key=lambda tokens: race[tokens])
        rates[first.shape] = race[winner]
        fastest = speed.micro_tokens or winner
        for _ in range(4):
            speed = _measured(speed, rates, fastest)
            plan = planned(speed=speed)
            ahead = next((shape for shape in _near(plan.shape) if shape not in rates), None)
            if ahead is None or time.monotonic() > end:
                break
            try:
                neighbour = planned(speed=speed, shape=ahead)
            except PlanError:  # larger than the memory holds
                break
            rates[ahead] = _rate(neighbour, speed, budget / 9)
    return _measured(speed, rates, fastest)


def _ways(plan: Plan) -> list[Plan]:
    """The steps that race: on a CPU as many tokens at once as the memory holds, or half as many."""
    if plan.device != "cpu":
        return [replace(plan, accumulation=1)]
    step = min(plan.sequences, max(1, STEP // plan.context))
    most = min(plan.micro_batch, step)
    return [replace(plan, micro_batch=at, accumulation=step // at) for at in (most, most // 2) if at]


def _near(shape: Shape) -> list[Shape]:
    """The size itself, the next one up and the next one down."""
    if shape not in LADDER:
        return [shape]
    at = LADDER.index(shape)
    return [shape, *LADDER[at + 1 : at + 2], *LADDER[max(0, at - 1) : at]]


def _measured(typical: Speed, rates: dict[Shape, float], micro_tokens: int) -> Speed:
    points = tuple(sorted((float(shape.matrices), rate) for shape, rate in rates.items()))
    tried = ", ".join(f"{shape.width}×{shape.layers}" for shape in sorted(rates, key=lambda s: s.matrices))
    reason = f"measured here: whole steps of {tried}, micro-batches of {micro_tokens:,} tokens"
    return replace(typical, points=points, measured=True, reason=reason, micro_tokens=micro_tokens)


def _rate(plan: Plan, speed: Speed, seconds: float) -> float:
    """FLOP/s of training steps of ``plan`` beyond their overhead: the median of ``seconds``, at least of two.

    On a GPU the first steps are not recorded yet, and do not count.
    """
    engine = Engine(replace(plan, processes=1, parallel="none", compile=False), plan.vocab_size)
    corpus = torch.randint(plan.vocab_size, (ROW,), generator=torch.Generator().manual_seed(0))
    corpus = corpus.to(plan.device)
    sequences = plan.micro_batch * plan.accumulation

    def take(step: int) -> None:
        engine.step(*batch(corpus, step=step, seed=0, sequences=sequences, context=plan.context), 0.1)

    for at in range(1 if engine.recorded is None else FIRST + 1):
        take(at)
    taken: list[float] = []
    end = time.monotonic() + seconds
    while len(taken) < 2 or time.monotonic() < end:
        waited, begun = _waited(), time.perf_counter()
        take(len(taken))
        spent = time.perf_counter() - begun
        delays = (after - waited.get(thread, after) for thread, after in _waited().items())
        taken.append(max(spent - max(delays, default=0.0), spent / plan.threads / 2))
    usual = statistics.median(taken)
    beyond = max(usual - speed.overhead.of(plan.shape, speed.peak), usual / 4)
    return sequences * plan.context * plan.flops_a_token / beyond


def _waited() -> dict[str, float]:
    """Seconds that each thread of this process has waited for a core, by thread (Linux; elsewhere nothing).

    Source: Documentation/scheduler/sched-stats.rst, /proc/PID/schedstat, second field.
    """
    found = {}
    for file in Path("/proc/self/task").glob("*/schedstat"):
        with contextlib.suppress(OSError, ValueError, IndexError):  # the thread has just ended
            found[file.parent.name] = int(file.read_text().split()[1]) / 1e9
    return found
