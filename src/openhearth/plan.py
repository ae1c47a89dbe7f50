"""The dial: a machine and some minutes in, a model and its training out; each choice with its reason.

The rule: the largest model of the ladder that still reads so many tokens for each parameter of its layers in
the time given, rounded down. With C = 6·N·tokens floating-point operations (Kaplan et al. 2020), 20 tokens a
parameter give N = √(C/120), the compute-optimal ratio of Hoffmann et al. 2022 for text from the web. Our
stories follow a grammar and reward a larger model sooner: at equal CPU time two layers of width 128 (3 tokens a
parameter) end at half the bits per byte of two of width 64, so the ratio here is 3. What is predicted here (seconds, bytes, tokens) is what a lesson later holds against the outcome.
"""

import itertools
import math
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from openhearth.errors import OpenhearthError
from openhearth.machine import Found, Machine

LADDER = (
    # (width, layers): heads of 64, so widths are multiples of 64
    (64, 2),
    (128, 2),
    (128, 4),
    (192, 4),
    (256, 4),
    (256, 6),
    (384, 6),
    (512, 8),
    (768, 12),
    (1024, 16),
    (1280, 20),
    (1536, 24),
    (2048, 24),
    (2560, 32),
    (4096, 32),
)
HEAD_WIDTH = 64
TOKENS_A_PARAMETER = 3
MINUTES = (0.02, 43_200.0)
"""Bounds of the dial: about a second to thirty days."""
BASE_BYTES = 330 << 20
"""Resident memory of Python with torch and the tokenizer loaded, before any model."""
HEADROOM = 1.4
"""Planned over predicted bytes: what the allocator's fragmentation costs at worst (measured up to 24 %)."""
CPU_FRACTION = ((1e5, 0.20), (9e5, 0.34), (2.8e6, 0.36), (1.08e7, 0.56), (1e8, 0.60))
"""(parameters, fraction of the matrix-product peak that training reaches): measured on two CPU cores."""
GPU_FRACTION = 0.40
LAUNCH_SECONDS = 6e-6
LAUNCHES_A_LAYER = 120


class PlanError(OpenhearthError):
    """No plan fits what was asked."""


@dataclass(frozen=True)
class Prediction:
    """What a plan says will happen."""

    seconds: float  # of training
    bytes: int  # peak: resident memory on a CPU, device memory on a GPU
    tokens: int  # read in training
    steps: int
    flops_per_second: float  # that training reaches, not the peak
    energy_wh: float  # an estimate from typical power, not a measurement


@dataclass(frozen=True)
class Plan:
    """A model and its training, fitted to one machine and one number of minutes."""

    minutes: float
    width: int
    layers: int
    heads: int
    kv_heads: int
    hidden: int  # of the feed-forward part
    context: int  # tokens
    vocab_size: int
    micro_batch: int  # sequences computed at once
    accumulation: int  # micro-batches a step
    dtype: str
    device: str
    threads: int
    optimizer: str  # muon: Muon for matrices, AdamW for the rest; adamw: AdamW for all
    learning_rate: float  # AdamW's peak
    matrix_learning_rate: float  # Muon's peak
    seed: int
    parameters: int  # all of them; embedding and head are one matrix
    predicted: Prediction
    reasons: dict[str, str]

    @property
    def layer_parameters(self) -> int:
        """Parameters of the layers' matrices: what the rule of sizes counts."""
        return self.layers * (4 * self.width * self.width + 3 * self.width * self.hidden)

    @property
    def tokens_a_step(self) -> int:
        return self.micro_batch * self.accumulation * self.context

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Plan":
        """The plan that `to_json` wrote.

        Raises:
            PlanError: a field is missing or unknown; the message names it.
        """
        known = {field.name for field in fields(cls)}
        odd = sorted(known ^ set(value))
        if odd:
            raise PlanError(f"the plan's field {odd[0]!r} is missing or unknown; make the plan again")
        return cls(**{**value, "predicted": Prediction(**value["predicted"])})


def parse_minutes(text: str | float) -> float:
    """The dial's number.

    Raises:
        PlanError: it is not a number, or outside `MINUTES`.
    """
    try:
        minutes = float(text)
    except ValueError:
        raise PlanError(f"minutes is {text!r}, which is not a number; give one such as 1 or 0.5") from None
    low, high = MINUTES
    if not low <= minutes <= high:
        raise PlanError(f"minutes is {minutes:g}; give a number from {low:g} to {high:,.0f} (thirty days)")
    return minutes


def calibrate(machine: Machine, seconds: float = 1.0) -> Found[float]:
    """Dense FLOP/s of matrix products on this machine in its dtype: the best of a second's trying."""
    import torch

    dtype, size = getattr(torch, machine.dtype.value), 1024 if machine.accelerator.value == "cpu" else 8192
    device = machine.accelerator.value
    before = torch.get_num_threads()
    torch.set_num_threads(machine.cores.value)
    try:
        a, b = (torch.randn(size, size, device=device).to(dtype) for _ in range(2))
        best, end = math.inf, time.perf_counter() + seconds
        while time.perf_counter() < end or best == math.inf:
            start = time.perf_counter()
            (a @ b).sum().item()  # .item() waits for the device
            best = min(best, time.perf_counter() - start)
    finally:
        torch.set_num_threads(before)
    return Found(2 * size**3 / best, f"best of {seconds:g} s of {size}-cubed matrix products in {dtype}")


def make_plan(
    machine: Machine,
    minutes: float,
    *,
    corpus_bytes: int | None = None,
    vocab_size: int | None = None,
    seed: int = 0,
    peak: Found[float] | None = None,
) -> Plan:
    """The plan for ``machine`` and ``minutes``.

    Args:
        corpus_bytes: UTF-8 bytes to train on; bounds the vocabulary.
        vocab_size: overrides the vocabulary.
        peak: dense FLOP/s (`calibrate`); default the machine's own ``peak_flops``.

    Raises:
        PlanError: the minutes are absurd, the peak is unknown, or not even the smallest model fits.
    """
    minutes = parse_minutes(minutes)
    peak = peak or machine.peak_flops
    if peak is None:
        raise PlanError("this machine's speed is unknown; calibrate it, or give its profile a peak_flops")
    memory, whose = _memory(machine)
    chosen: Plan | None = None
    for width, layers in LADDER:
        plan = _draft(machine, peak, minutes, width, layers, corpus_bytes, vocab_size, seed)
        plan = _fitted(plan, memory)
        needed = plan.predicted.bytes
        if needed > memory:
            if chosen is None:
                raise PlanError(
                    f"training needs at least {_mib(needed)} of memory and {_mib(memory)} are to be had "
                    f"({whose}); raise the limit or use another machine"
                )
            break
        if chosen is not None and plan.predicted.tokens < TOKENS_A_PARAMETER * plan.layer_parameters:
            break
        chosen = plan
    assert chosen is not None
    return chosen


def predicted_bytes(
    *, width: int, layers: int, hidden: int, vocab_size: int, heads: int, context: int, micro_batch: int
) -> int:
    """Bytes that training adds to the process, at its peak.

    Weights and gradients in float32 with a bfloat16 copy, Muon's and AdamW's state, the activations kept
    for the backward pass, and the largest passing one. A formula measured within 6 % of the truth with
    memory handed back eagerly, up to 24 % under it without.
    """
    matrices = layers * (4 * width * width + 3 * width * hidden)
    embedding = vocab_size * width
    parameters = matrices + embedding
    tokens = micro_batch * context
    state = parameters * (4 + 4 + 2) + matrices * 4 + embedding * 8
    kept = layers * tokens * 2 * (6 * width + 3 * hidden + heads * context)
    head = 10 * tokens * vocab_size
    passing = max(
        6 * tokens * vocab_size, 10 * tokens * hidden, 2 * tokens * (3 * heads * context + 4 * width)
    )
    muon = 20 * max(2 * hidden * width, 3 * width * width)
    return state + max(kept + head + passing, muon)


def _draft(
    machine: Machine,
    peak: Found[float],
    minutes: float,
    width: int,
    layers: int,
    corpus_bytes: int | None,
    vocab_size: int | None,
    seed: int,
) -> Plan:
    """The plan for one size of the ladder, before its micro-batch is fitted to the memory."""
    cpu = machine.accelerator.value == "cpu"
    hidden = round(8 * width / 3 / 32) * 32
    matrices = layers * (4 * width * width + 3 * width * hidden)
    vocabulary, why_vocabulary = _vocabulary(matrices, corpus_bytes, vocab_size)
    parameters = matrices + vocabulary * width + (2 * layers + 1) * width
    context = 256 if parameters < 20e6 else 512 if parameters < 80e6 else 1024
    flops_a_token = 6 * parameters + 6 * layers * width * context
    seconds = minutes * 60
    if cpu:
        fraction = _interpolate(parameters, CPU_FRACTION)
        rate = peak.value * fraction
        why_rate = f"{fraction:.0%} of the matrix-product peak ({peak.reason})"
    else:
        ideal = flops_a_token * 65_536 / (peak.value * GPU_FRACTION)
        launches = layers * LAUNCHES_A_LAYER * LAUNCH_SECONDS
        rate = flops_a_token * 65_536 / max(ideal, launches)
        why_rate = f"reasoned, not measured: {GPU_FRACTION:.0%} of the peak, or what kernel launches allow ({peak.reason})"
    tokens = rate * seconds / flops_a_token
    step_tokens = _step_tokens(tokens)
    steps = max(1, round(tokens / step_tokens))
    heads = width // HEAD_WIDTH
    watts = 15.0 * machine.cores.value if cpu else 0.7 * _typical_watts(machine)
    return Plan(
        minutes=minutes,
        width=width,
        layers=layers,
        heads=heads,
        kv_heads=heads,
        hidden=hidden,
        context=context,
        vocab_size=vocabulary,
        micro_batch=max(1, step_tokens // context),
        accumulation=1,
        dtype=machine.dtype.value,
        device=machine.accelerator.value,
        threads=machine.cores.value,
        optimizer="muon",
        learning_rate=3e-3 * math.sqrt(128 / width),
        matrix_learning_rate=0.04,
        seed=seed,
        parameters=parameters,
        predicted=Prediction(
            seconds=seconds,
            bytes=0,
            tokens=steps * step_tokens,
            steps=steps,
            flops_per_second=rate,
            energy_wh=watts * seconds / 3600,
        ),
        reasons={
            "size": f"the largest of the ladder that reads {TOKENS_A_PARAMETER} tokens for each parameter of its layers in the time",
            "speed": why_rate,
            "vocabulary": why_vocabulary,
            "context": "256 tokens to 20 M parameters, 512 to 80 M, 1,024 beyond",
            "heads": f"width {width} in heads of {HEAD_WIDTH}",
            "feed-forward": "8/3 of the width, in steps of 32 (Shazeer 2020; Touvron et al. 2023)",
            "step": f"{step_tokens:,} tokens: the power of two nearest 1/2000 of all tokens, at least 4,096",
            "dtype": machine.dtype.reason,
            "device": machine.accelerator.reason,
            "threads": machine.cores.reason,
            "optimizer": "Muon for matrices (Jordan et al. 2024), AdamW for embeddings and gains",
            "learning rate": "AdamW: 0.003·√(128/width); Muon: 0.04",
            "energy": f"an estimate: {watts:.0f} W of typical power for the time given",
        },
    )


def _fitted(plan: Plan, memory: int) -> Plan:
    """``plan`` with the largest micro-batch that ``memory`` bytes hold (it may still be too much)."""
    while True:
        added = predicted_bytes(
            width=plan.width,
            layers=plan.layers,
            hidden=plan.hidden,
            vocab_size=plan.vocab_size,
            heads=plan.heads,
            context=plan.context,
            micro_batch=plan.micro_batch,
        )
        needed = (BASE_BYTES if plan.device == "cpu" else 0) + round(added * HEADROOM)
        if needed <= memory or plan.micro_batch == 1:
            why = f"{plan.micro_batch} sequences at once, {plan.accumulation} times a step, fit the memory"
            return replace(
                plan,
                predicted=replace(plan.predicted, bytes=needed),
                reasons={**plan.reasons, "micro-batch": why},
            )
        plan = replace(plan, micro_batch=plan.micro_batch // 2, accumulation=plan.accumulation * 2)


def _memory(machine: Machine) -> tuple[int, str]:
    """Bytes that a plan may use, and whose they are."""
    if machine.accelerator.value == "cpu":
        return int(machine.memory.value * 0.9), machine.memory.reason
    return int(machine.accelerator_memory.value * 0.9), machine.accelerator_memory.reason


def _vocabulary(matrices: int, corpus_bytes: int | None, asked: int | None) -> tuple[int, str]:
    if asked is not None:
        return asked, "as asked"
    vocabulary = 2048 if matrices < 4e6 else 8192 if matrices < 5e7 else 32768
    if corpus_bytes is not None and corpus_bytes / vocabulary < 500:
        vocabulary = max(512, 1 << int(math.log2(max(corpus_bytes / 500, 512))))
        return vocabulary, f"at most one token for each 500 bytes of the {corpus_bytes:,} to learn from"
    return vocabulary, "2,048 to 4 M matrix parameters, 8,192 to 50 M, 32,768 beyond"


def _step_tokens(tokens: float) -> int:
    return int(min(max(2 ** round(math.log2(max(tokens, 1) / 2000)), 4096), 524_288))


def _typical_watts(machine: Machine) -> float:
    name = machine.accelerator_name.value
    for mark, watts in (("T4", 70.0), ("A100", 250.0), ("H100", 700.0), ("H200", 700.0), ("M2", 20.0)):
        if mark in name:
            return watts
    return 250.0


def _interpolate(parameters: float, points: tuple[tuple[float, float], ...]) -> float:
    """Linear in log(parameters) between ``points``, flat beyond them."""
    if parameters <= points[0][0]:
        return points[0][1]
    for (n0, f0), (n1, f1) in itertools.pairwise(points):
        if parameters <= n1:
            return f0 + (f1 - f0) * math.log(parameters / n0) / math.log(n1 / n0)
    return points[-1][1]


def _mib(count: float) -> str:
    return f"{count / 2**20:,.0f} MiB"
