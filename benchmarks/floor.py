"""Why a step on this processor cannot be much faster: where its time goes, and what its products alone take.

    python benchmarks/floor.py [--quick] [--json FILE]

The products of a step (each weight matrix once forward, twice backward) and its attention run by themselves, without
anything between them: no activation, norm, loss or optimiser. A rival's time over that floor bounds the ratio that a step
made of the same products and attention can reach, and the floor bounds the share of the peak. In float32, and in the
dtype that is quick here. What a step takes beyond them are passes over memory, and products whose operands are no longer
in the cache. (torch's profiler would make these slower: under it the same pass takes up to four times as long.)
"""

import statistics
from collections.abc import Callable
from dataclasses import replace

import torch
from report import Report, main
from training import CONTEXT, SIZES, TOKENS, VOCABULARY, batch, engine, rivals
from turns import Steps, hosted, seconds

from openhearth.found import Found
from openhearth.lm.engine import computing
from openhearth.lm.nodes import attended, attended_backward
from openhearth.machine import Machine, detect
from openhearth.plan import Shape


def measure(report: Report, quick: bool) -> None:
    """nanoGPT's step, ours, and the floor of products, turn by turn."""
    machine = detect()
    for dtype in dict.fromkeys(("float32", machine.dtype.value)):
        for threads in range(1, 1 + min(2, machine.cores.value)):
            for name, shape in list(SIZES.items())[: 1 if quick else None]:
                cores, kind = Found(threads, "the benchmark"), Found(dtype, "the benchmark")
                _one(report, replace(machine, cores=cores, dtype=kind), name, shape, 1 if quick else 7)


def _one(report: Report, machine: Machine, size: str, shape: Shape, rounds: int) -> None:
    dtype, cores = getattr(torch, machine.dtype.value), machine.cores.value
    ours, tokens = engine(machine, shape, "adamw"), batch()
    a = torch.randn(1024, 1024).to(dtype)
    steps: Steps = {
        "ours": lambda: ours.step(*tokens, 0.1),
        "products": _products(shape, dtype),
        "attention": _attention(shape, dtype),
        "peak": lambda: [a @ a for _ in range(10)],
    }
    times: dict[str, list[float]] = {}
    with hosted(cores, rivals, shape) as others, computing(cores):
        for _ in range(rounds + 1):
            for name, step in steps.items():
                times.setdefault(name, []).append(seconds(step))
            for rival in ("nanoGPT", "transformers"):
                times.setdefault(rival, []).append(others[f"{rival} {machine.dtype.value}"]())
    median = {name: statistics.median(found[1:] or found) for name, found in times.items()}
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
    for name in ("products", "attention"):
        report.figure(f"{where}: {name} alone, of our step", median[name] / median["ours"])
    beyond = median["ours"] - takes["products and attention alone"]
    report.figure(f"{where}: beyond both, of our step", beyond / median["ours"])


def _products(shape: Shape, dtype: torch.dtype) -> Callable[[], None]:
    """The matrix products of one step: forward, gradient of the input, gradient of the weight."""
    width, hidden = shape.width, shape.hidden
    pairs = [(width, 3 * width), (width, width), (width, 2 * hidden), (hidden, width)] * shape.layers
    pairs.append((width, VOCABULARY))
    known = {
        (into, out): tuple(
            torch.randn(size).to(dtype) for size in ((TOKENS, into), (into, out), (TOKENS, out))
        )
        for into, out in dict.fromkeys(pairs)
    }

    def run() -> None:
        for pair in pairs:
            x, w, g = known[pair]
            torch.mm(x, w)
            torch.mm(g, w.t())
            torch.mm(x.t(), g)

    return run


def _attention(shape: Shape, dtype: torch.dtype) -> Callable[[], None]:
    """The causal attention of one step as we compute it, forward and backward, with the turns of queries and keys."""
    half = shape.width // shape.heads // 2
    heads, upstream = (torch.randn(TOKENS, wide).to(dtype) for wide in (3 * shape.width, shape.width))
    turn = torch.polar(torch.ones(2, CONTEXT, half), torch.rand(2, CONTEXT, half))

    def run() -> None:
        for _ in range(shape.layers):
            _, kept = attended(heads, turn)
            attended_backward(upstream, turn, kept)

    return run


if __name__ == "__main__":
    main("floor", measure)
