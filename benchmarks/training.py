"""The training step against nanoGPT's and transformers', turn by turn.

    python benchmarks/training.py [--quick] [--json FILE]

Steps of 4,096 tokens at three sizes, on one thread and two, or of 16,384 on a GPU; each takes its turn, and medians are
compared. Fractions are of the matrix-product peak measured between the turns. On a CPU the rivals have a process of their
own, where memory is kept as they would.
"""

import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import partial

import torch
from report import Report, main
from rivals import llama, nanogpt
from turns import Steps, hosted

from openhearth.found import Found
from openhearth.lm.engine import Engine, computing
from openhearth.machine import Machine, detect
from openhearth.plan import Shape, Speed, make_plan

VOCABULARY, CONTEXT, TOKENS = 256, 256, 4096
SIZES = {"0.9 M": Shape(128, 4), "2.8 M": Shape(192, 6), "10.8 M": Shape(384, 6)}


def measure(report: Report, quick: bool) -> None:
    """Step rate against nanoGPT and transformers."""
    machine = detect()
    rounds = 1 if quick else 7
    if machine.accelerator.value == "cuda":
        for name, shape in list(GPU_SIZES.items())[: 1 if quick else None]:
            _on_gpu(report, machine, name, shape, 5 * rounds)
        return
    for threads in (1, 2):
        if threads > machine.cores.value:
            continue
        for name, shape in list(SIZES.items())[: 1 if quick else None]:
            _one(report, replace(machine, cores=Found(threads, "the benchmark")), name, shape, rounds)


def _one(report: Report, machine: Machine, size: str, shape: Shape, rounds: int) -> None:
    cores = machine.cores.value
    spent: dict[str, list[float]] = {}
    with hosted(cores, _ours, machine, shape) as us, hosted(cores, rivals, shape) as them:
        for _ in range(rounds + 1):
            for name, take in (us | them).items():
                spent.setdefault(name, []).append(take())
    median = {name: statistics.median(found[1:] or found) for name, found in spent.items()}
    work = TOKENS * shape.flops_a_token(VOCABULARY)
    where = f"{size}, {cores} thread{'s' if cores > 1 else ''}"
    ours = median["ours, AdamW"]
    report.figure(f"{where}: ours, tokens/s", TOKENS / median["ours, Muon"])
    report.figure(f"{where}: ours with AdamW, tokens/s", TOKENS / ours)
    # The step that nanoGPT and transformers take ends with AdamW; so does ours where they are compared.
    report.figure(f"{where}: × nanoGPT float32", median["nanoGPT float32"] / ours, (">=", 2.2))
    report.figure(f"{where}: × nanoGPT bfloat16", median["nanoGPT bfloat16"] / ours, (">=", 1.3))
    report.figure(f"{where}: × transformers float32", median["transformers float32"] / ours)
    report.figure(f"{where}: × transformers bfloat16", median["transformers bfloat16"] / ours, (">=", 1.6))
    peaks = {kind: 10 * 2 * 1024**3 / median[f"peak {kind}"] for kind in ("float32", "bfloat16")}
    report.figure(
        f"{where}: share of the bfloat16 peak", work / ours / peaks["bfloat16"], (">=", GOALS[size])
    )
    report.figure(
        f"{where}: share of the {machine.dtype.value} peak", work / ours / peaks[machine.dtype.value]
    )
    report.figure(
        f"{where}: nanoGPT's share of the float32 peak", work / median["nanoGPT float32"] / peaks["float32"]
    )
    report.figure(f"{where}: cost of Muon over AdamW", median["ours, Muon"] / ours)


def _ours(stack: ExitStack, machine: Machine, shape: Shape) -> Steps:
    """Our step with either optimizer, and the products that the peak is measured with."""
    steps: Steps = {}
    for name, optimizer in (("ours, Muon", "muon"), ("ours, AdamW", "adamw")):
        steps[name] = partial(engine(machine, shape, optimizer).step, *batch(), 0.1)
    for kind in ("float32", "bfloat16"):
        a = torch.randn(1024, 1024).to(getattr(torch, kind))
        steps[f"peak {kind}"] = partial(_products, a)
    stack.enter_context(computing(machine.cores.value))
    return steps


def _products(a: torch.Tensor) -> None:
    for _ in range(10):
        a @ a


def rivals(_: ExitStack, shape: Shape) -> Steps:
    """The steps of nanoGPT and transformers, in float32 and with autocast."""
    sizes = VOCABULARY, shape.width, shape.layers, CONTEXT
    return {
        f"{rival} {kind}": partial(make(*sizes, autocast=kind == "bfloat16")[1], *batch())
        for rival, make in (("nanoGPT", nanogpt), ("transformers", llama))
        for kind in ("float32", "bfloat16")
    }


def batch() -> tuple[torch.Tensor, torch.Tensor]:
    """One step's tokens and targets."""
    tokens = torch.randint(
        VOCABULARY, (TOKENS // CONTEXT, CONTEXT), generator=torch.Generator().manual_seed(0)
    )
    return tokens, tokens.roll(-1, 1)


def engine(machine: Machine, shape: Shape, optimizer: str) -> Engine:
    """Our engine on a CPU, all of a step's tokens at once."""
    any_speed = Speed(1e11, ((1.0, 1e11),), False, "-")
    plan = make_plan(
        machine, 1, speed=any_speed, vocab_size=VOCABULARY, shape=shape, step_tokens=TOKENS, processes=1
    )
    plan = replace(plan, micro_batch=plan.sequences, accumulation=1)
    return Engine(replace(plan, optimizer=optimizer, device="cpu"), VOCABULARY)


def _on_gpu(report: Report, machine: Machine, size: str, shape: Shape, rounds: int) -> None:
    """The same on a GPU, where nanoGPT is compiled; ours is recorded, and compiled too where that is said."""
    context, vocabulary = shape.context, shape.vocabulary(None)[0]
    tokens = torch.randint(
        vocabulary, (GPU_TOKENS // context, context), generator=torch.Generator().manual_seed(0)
    ).cuda()
    targets = tokens.roll(-1, 1)
    any_speed = Speed(1e14, ((1.0, 1e14),), False, "-")
    plan = make_plan(machine, 1, speed=any_speed, shape=shape, step_tokens=GPU_TOKENS, processes=1)
    ours = {
        "ours, Muon": Engine(plan, vocabulary),
        "ours": Engine(replace(plan, optimizer="adamw"), vocabulary),
        "ours, compiled": Engine(replace(plan, optimizer="adamw", compile=True), vocabulary),
    }
    steps: dict[str, Callable[[], object]] = {
        name: lambda engine=engine: engine.step(tokens, targets, 0.1)  # type: ignore[misc]
        for name, engine in ours.items()
    }
    sizes = vocabulary, shape.width, shape.layers, context
    for rival, make in (("nanoGPT, compiled", nanogpt), ("transformers", llama)):
        _, step = make(*sizes, autocast=True, device="cuda")
        steps[rival] = lambda step=step: step(tokens, targets)  # type: ignore[misc]
    a = torch.randn(8192, 8192, device="cuda").bfloat16()
    steps["peak"] = lambda: (a @ a)[0, 0].item()
    seconds: dict[str, list[float]] = {name: [] for name in steps}
    for at in range(rounds + 5):  # the first are not recorded yet
        for name, take in steps.items():
            torch.cuda.synchronize()
            begun = time.perf_counter()
            take()
            torch.cuda.synchronize()
            if at >= 5:
                seconds[name].append(time.perf_counter() - begun)
    median = {name: statistics.median(found) for name, found in seconds.items()}
    peak, work = 2 * 8192**3 / median["peak"], GPU_TOKENS * shape.flops_a_token(vocabulary)
    where = f"{size}, steps of {GPU_TOKENS:,} tokens"
    report.figure(f"{where}: ours, tokens/s", GPU_TOKENS / median["ours, Muon"])
    report.figure(f"{where}: ours with AdamW, tokens/s", GPU_TOKENS / median["ours"])
    report.figure(f"{where}: × transformers bfloat16", median["transformers"] / median["ours"])
    report.figure(f"{where}: × compiled nanoGPT bfloat16", median["nanoGPT, compiled"] / median["ours"])
    report.figure(
        f"{where}: compiled, × compiled nanoGPT bfloat16",
        median["nanoGPT, compiled"] / median["ours, compiled"],
    )
    report.figure(f"{where}: share of the bfloat16 peak", work / median["ours"] / peak)
    report.figure(f"{where}: compiled, share of the bfloat16 peak", work / median["ours, compiled"] / peak)
    report.figure(f"{where}: cost of Muon over AdamW", median["ours, Muon"] / median["ours"])


GPU_TOKENS = 16_384
GPU_SIZES = {"10.6 M": Shape(384, 6), "85 M": Shape(768, 12)}
GOALS = {"0.9 M": 0.50, "2.8 M": 0.60, "10.8 M": 0.70}

if __name__ == "__main__":
    main("training", measure)
