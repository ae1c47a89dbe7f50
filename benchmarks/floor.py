"""Why a step on this processor cannot be much faster: where its time goes, and what its products alone take.

    python benchmarks/floor.py [--quick] [--json FILE]

The products of a step (each weight matrix once forward, twice backward) and its attention run by themselves, without
anything between them: no activation, norm, loss or optimiser. A rival's time over that floor bounds the ratio that a step
made of the same products and attention can reach, and the floor bounds the share of the peak. In float32, and in the
dtype that is quick here. The shares of our own step come from torch's profiler.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import torch
from report import Report, main
from rivals import llama, nanogpt
from torch.profiler import ProfilerActivity, profile
from training import CONTEXT, SIZES, TOKENS, VOCABULARY

from openhearth.found import Found
from openhearth.lm.engine import Engine, computing
from openhearth.lm.model import attend
from openhearth.machine import Machine, detect
from openhearth.plan import Shape, Speed, make_plan

KINDS = {
    "products": ("aten::mm", "aten::addmm"),
    "attention": ("scaled_dot_product", "softmax", "aten::bmm", "aten::baddbmm"),
}


def measure(report: Report, quick: bool) -> None:
    """nanoGPT's step, ours, and the floor of products, turn by turn."""
    machine = detect()
    for dtype in dict.fromkeys(("float32", machine.dtype.value)):
        for threads in range(1, 1 + min(2, machine.cores.value)):
            for name, shape in list(SIZES.items())[: 1 if quick else None]:
                cores, kind = Found(threads, "the benchmark"), Found(dtype, "the benchmark")
                _one(report, replace(machine, cores=cores, dtype=kind), name, shape, 1 if quick else 7)


def _one(report: Report, machine: Machine, size: str, shape: Shape, rounds: int) -> None:
    tokens = torch.randint(
        VOCABULARY, (TOKENS // CONTEXT, CONTEXT), generator=torch.Generator().manual_seed(0)
    )
    targets = tokens.roll(-1, 1)
    plan = make_plan(
        machine, 1, speed=Speed(1e11, ((1.0, 1e11),), False, "-"), vocab_size=VOCABULARY, shape=shape
    )
    plan = replace(
        plan, micro_batch=TOKENS // CONTEXT, accumulation=1, optimizer="adamw", processes=1, device="cpu"
    )
    engine = Engine(plan, VOCABULARY)
    dtype = getattr(torch, machine.dtype.value)
    steps: dict[str, Callable[[], object]] = {
        "ours": lambda: engine.step(tokens, targets, 0.1),
        "products": _products(shape, plan.micro_batch * CONTEXT, plan.accumulation, dtype),
        "attention": _attention(shape, plan.micro_batch, plan.accumulation, dtype),
    }
    for rival, make in (("nanoGPT", nanogpt), ("transformers", llama)):
        sizes = VOCABULARY, shape.width, shape.layers, CONTEXT
        _, step = make(*sizes, autocast=dtype == torch.bfloat16)
        steps[rival] = lambda step=step: step(tokens, targets)  # type: ignore[misc]
    a = torch.randn(1024, 1024).to(dtype)
    steps["peak"] = lambda: [a @ a for _ in range(10)]
    seconds: dict[str, list[float]] = {name: [] for name in steps}
    with computing(machine.cores.value):
        for _ in range(rounds + 1):
            for name, take in steps.items():
                begun = time.perf_counter()
                take()
                seconds[name].append(time.perf_counter() - begun)
        shares = _shares(steps["ours"])
    median = {name: statistics.median(found[1:] or found) for name, found in seconds.items()}
    cores = machine.cores.value
    where = f"{machine.dtype.value}, {size}, {cores} thread{'s' if cores > 1 else ''}"
    takes = {
        "ours": median["ours"],
        "products alone": median["products"],
        "products and attention alone": median["products"] + median["attention"],
    }
    for rival in ("nanoGPT", "transformers"):
        for what, spent in takes.items():
            report.figure(f"{where}: × {rival}, {what}", median[rival] / spent)
    work, peak = TOKENS * shape.flops_a_token(VOCABULARY), 10 * 2 * 1024**3 / median["peak"]
    for what, spent in takes.items():
        report.figure(f"{where}: share of the peak, {what}", work / spent / peak)
    for name, share in shares.items():
        report.figure(f"{where}: {name}, share of our step", share)


def _products(shape: Shape, rows: int, times: int, dtype: torch.dtype) -> Callable[[], None]:
    """The matrix products of one step: forward, gradient of the input, gradient of the weight."""
    width, hidden = shape.width, shape.hidden
    pairs = [(width, 3 * width), (width, width), (width, 2 * hidden), (hidden, width)] * shape.layers
    pairs.append((width, VOCABULARY))
    work = [
        tuple(torch.randn(size).to(dtype) for size in ((rows, into), (into, out), (rows, out)))
        for into, out in dict.fromkeys(pairs)
    ]
    known = {(w.shape[0], w.shape[1]): (x, w, g) for x, w, g in work}

    def run() -> None:
        for _ in range(times):
            for pair in pairs:
                x, w, g = known[pair]
                torch.mm(x, w)
                torch.mm(g, w.t())
                torch.mm(x.t(), g)

    return run


def _attention(shape: Shape, sequences: int, times: int, dtype: torch.dtype) -> Callable[[], None]:
    """The causal attention of one step, on the path that is quicker here, forward and backward."""
    size = (sequences, shape.heads, CONTEXT, shape.width // shape.heads)
    q, k, v = (torch.randn(size).to(dtype).requires_grad_() for _ in range(3))
    upstream = torch.randn(size).to(dtype)

    def run() -> None:
        for _ in range(times * shape.layers):
            torch.autograd.grad(attend(q, k, v), (q, k, v), upstream)

    return run


def _shares(step: Callable[[], object]) -> dict[str, float]:
    """Share of the step's time in products, attention and the rest, by the profiler."""
    with profile(activities=[ProfilerActivity.CPU]) as record:
        step()
    spent = dict.fromkeys(KINDS, 0.0) | {"passes over memory and the rest": 0.0}
    for event in record.key_averages():
        kind = next((k for k, words in KINDS.items() if any(word in event.key for word in words)), None)
        spent[kind or "passes over memory and the rest"] += event.self_cpu_time_total
    total = sum(spent.values())
    return {name: value / total for name, value in spent.items()}


if __name__ == "__main__":
    main("floor", measure)
