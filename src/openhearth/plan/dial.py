"""Everything that follows from a machine and a number of minutes, each choice with its reason.

The model is the one that the law of `plan.scaling` expects to end best: a larger one learns more from a token, a
smaller one reads more of them in the time. Near the best, the smaller is taken: it is cheaper to use. What is
predicted here (seconds, bytes, tokens, loss) is what a lesson later holds against the outcome.
"""

import math
from dataclasses import replace

from openhearth.machine import Machine
from openhearth.plan.looks import looking
from openhearth.plan.memory import (
    BASE_BYTES,
    CORPUS_FACTOR,
    DEVICE_HEADROOM,
    HEADROOM,
    PREPARING,
    QUERIES,
    USUAL_CORPUS,
    predicted_bytes,
)
from openhearth.plan.plan import Plan, PlanError, Prediction
from openhearth.plan.scaling import as_good_as_new, law_for
from openhearth.plan.shapes import HEAD_WIDTH, LADDER, Shape
from openhearth.plan.speed import Speed, typical_speed
from openhearth.plan.tokens import (
    AT_A_MILLION,
    DECAY,
    GROWTH,
    LEAST_STEP,
    MOST_STEP,
    best_step,
    bytes_a_token,
    suited_step,
    text_of_tales,
    weight_decay,
)

MINUTES = (0.02, 43_200.0)
"""Bounds of the dial: about a second to thirty days."""
NEAR_BEST = 1.005
"""The smallest model within half a percent of the best expected loss is taken."""
LEAST_STEPS = 50
"""A size that would take fewer is not considered: the law knows nothing of such runs."""
COMPILE_FROM = 5.0
"""Minutes from which compiling for a GPU is worth its first half minute."""
COMPILE_SECONDS = 30.0
"""11 to 32 on an H200, by the number of layers."""
SHARE_OF_MEMORY = 0.9
MATRIX_RATE = 0.04
"""Muon's peak."""


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


def make_plan(
    machine: Machine,
    minutes: float,
    *,
    speed: Speed | None = None,
    corpus: str = "tales",
    corpus_bytes: int | None = None,
    vocab_size: int | None = None,
    shape: Shape | None = None,
    step_tokens: int | None = None,
    processes: int | None = None,
    seed: int = 0,
) -> Plan:
    """The plan for ``machine`` and ``minutes``.

    Args:
        speed: what training reaches here (`lm.calibrate`); default what is typical of the machine's
            ``peak_flops``.
        corpus: the dataset's name: which law says what loss to expect.
        corpus_bytes: UTF-8 bytes to train on; bounds the vocabulary. Default what `openhearth train` takes.
        vocab_size, shape, step_tokens: override what the dial would choose.
        processes: that train together; default one for each accelerator.

    Raises:
        PlanError: the minutes are absurd, the speed is unknown, or not even the smallest model fits.
    """
    found = candidates(
        machine,
        minutes,
        speed=speed,
        corpus=corpus,
        corpus_bytes=corpus_bytes,
        vocab_size=vocab_size,
        shapes=LADDER if shape is None else (shape,),
        step_tokens=step_tokens,
        processes=processes,
        seed=seed,
    )
    trained = [plan for plan in found if plan.predicted.steps >= LEAST_STEPS] or found[:1]
    best = min(plan.predicted.loss for plan in trained)
    chosen = next(plan for plan in trained if plan.predicted.loss <= best * NEAR_BEST)
    if shape is not None:
        return replace(chosen, reasons={**chosen.reasons, "size": "as asked"})
    return chosen


def candidates(
    machine: Machine,
    minutes: float,
    *,
    speed: Speed | None = None,
    corpus: str = "tales",
    corpus_bytes: int | None = None,
    vocab_size: int | None = None,
    shapes: tuple[Shape, ...] = LADDER,
    step_tokens: int | None = None,
    processes: int | None = None,
    seed: int = 0,
) -> list[Plan]:
    """The plan of every size that the memory holds, smallest first; for the arguments see `make_plan`."""
    minutes = parse_minutes(minutes)
    speed = speed or typical_speed(machine)
    if speed is None:
        raise PlanError("this machine's speed is unknown; calibrate it, or give its profile a peak_flops")
    together = processes or max(1, machine.accelerators.value)
    memory, whose = _memory(machine)
    base = max(BASE_BYTES, machine.resident.value if machine.resident else 0)
    base += CORPUS_FACTOR * (corpus_bytes or USUAL_CORPUS)
    found: list[Plan] = []
    for shape in shapes:
        draft = _draft(
            machine, speed, minutes, shape, corpus, corpus_bytes, vocab_size, step_tokens, together, seed
        )
        plan = _fitted(draft, memory, base, speed.micro_tokens)
        if plan.predicted.bytes > memory:
            if not found:
                raise PlanError(
                    f"training needs at least {_mib(plan.predicted.bytes)} of memory and {_mib(memory)} are to be "
                    f"had ({whose}); {_advice(machine)}"
                )
            break
        found.append(plan)
    return found


def _draft(
    machine: Machine,
    speed: Speed,
    minutes: float,
    shape: Shape,
    corpus: str,
    corpus_bytes: int | None,
    vocab_size: int | None,
    step_tokens: int | None,
    processes: int,
    seed: int,
) -> Plan:
    """The plan for one size, before its micro-batch is fitted to the memory."""
    cpu = machine.accelerator.value == "cpu"
    vocabulary, why_vocabulary = shape.vocabulary(corpus_bytes)
    if vocab_size is not None:
        vocabulary, why_vocabulary = vocab_size, "as asked"
    seconds = minutes * 60
    compiled = not cpu and minutes >= COMPILE_FROM
    computing = seconds - COMPILE_SECONDS if compiled else seconds
    work = shape.flops_a_token(vocabulary)

    def unique(tokens: float) -> float:
        """Tokens of the text."""
        usual = text_of_tales(tokens, vocabulary) if corpus == "tales" else USUAL_CORPUS
        return (corpus_bytes or usual) / bytes_a_token(vocabulary)

    def reading(step: float) -> tuple[float, float]:
        """(FLOP/s, all tokens) with so many tokens a step."""
        rate = speed.reached(shape, work, step / processes, compiled=compiled) * processes
        return rate, rate / work * max(computing - looking(seconds, vocabulary, rate / work), 0.0)

    suits, expected = float(step_tokens or LEAST_STEP), 0.0
    for _ in range(6):  # a larger step is quicker, and a quicker one may be larger
        _, expected = reading(suits)
        suits = step_tokens or suited_step(as_good_as_new(expected, unique(expected)))
    # Sizes are compared at the step that suits each; rounding favours one or another by chance.
    text = unique(expected)
    step = step_tokens or best_step(as_good_as_new(expected, text))
    rate, tokens = reading(step)
    sequences = processes * max(1, math.ceil(step / shape.context / processes))
    steps = max(1, round(tokens / (sequences * shape.context)))
    law = law_for(corpus)
    read = steps * sequences * shape.context
    decay = weight_decay(MATRIX_RATE, sequences * shape.context, text)
    watts, least, most = _watts(machine, processes)
    hours = seconds / 3600
    reach = "" if law.covers(shape.matrices, read) else ", drawn out beyond the sweep"
    kind = "" if law.corpus == corpus else f" (no sweep was made on {corpus})"
    return Plan(
        minutes=minutes,
        width=shape.width,
        layers=shape.layers,
        heads=shape.heads,
        kv_heads=shape.heads,
        hidden=shape.hidden,
        context=shape.context,
        vocab_size=vocabulary,
        micro_batch=sequences // processes,
        accumulation=1,
        dtype=machine.dtype.value,
        device=machine.accelerator.value,
        threads=max(1, machine.cores.value // processes) if cpu else machine.cores.value,
        processes=processes,
        parallel="none" if processes == 1 else "ddp",
        compile=compiled,
        optimizer="muon",
        learning_rate=3e-3 * math.sqrt(128 / shape.width),
        matrix_learning_rate=MATRIX_RATE,
        weight_decay=decay,
        seed=seed,
        parameters=shape.parameters(vocabulary),
        peak_flops=speed.peak * processes,
        measured=speed.measured,
        predicted=Prediction(
            seconds=seconds,
            bytes=0,
            tokens=read,
            steps=steps,
            flops_per_second=rate,
            energy_wh=watts * hours,
            energy_interval=(least * hours, most * hours),
            loss=law.expected(shape.matrices, expected, text),
            loss_interval=law.interval(shape.matrices, expected, text),
        ),
        reasons={
            "size": "the smallest within half a percent of the best loss that the law of sizes expects in the time",
            "speed": speed.reason,
            "loss": f"bits(N, D) = (E + A/N^a + B/D^b + S/(1 + (D/D0)^p))·(1 + H·(N/U)·(D/U - 1)), fitted to the sweep on "
            f"{law.corpus}{kind}{reach}",
            "tokens": f"speed × time, less that for looks at held-out stories, ÷ FLOPs a token; the corpus about {read / text:.2g} times",
            "vocabulary": why_vocabulary,
            "context": "256 tokens to 20 M parameters of matrices, 512 to 80 M, 1,024 beyond",
            "heads": f"width {shape.width} in heads of {HEAD_WIDTH}",
            "feed-forward": "8/3 of the width, in steps of 32 (Shazeer 2020; Touvron et al. 2023)",
            "step": f"the power of two nearest {AT_A_MILLION:,}·(D/1M)^{GROWTH:g}, from {LEAST_STEP:,} to "
            f"{MOST_STEP:,}",
            "attention": _attention(cpu),
            "compile": _compile(cpu, compiled),
            "parallel": "one process"
            if processes == 1
            else f"{processes} processes: torchrun --nproc-per-node",
            "dtype": machine.dtype.reason,
            "device": machine.accelerator.reason,
            "threads": machine.cores.reason,
            "optimizer": "Muon for matrices (Jordan et al. 2024), AdamW for embeddings and gains",
            "learning rate": f"AdamW: 0.003·√(128/width); Muon: {MATRIX_RATE:g}",
            "weight decay": f"Muon: a weight forgets within a round of the text; at least {DECAY:g}",
            "schedule": "warm-up over 2 % of the time, then level, then to zero over the last 60 %",
            "energy": f"an estimate from typical power, {least:.0f} to {most:.0f} W, for the time given",
        },
    )


def _fitted(plan: Plan, memory: int, base: int, micro_tokens: int | None) -> Plan:
    """``plan`` with the largest micro-batch that ``memory`` bytes hold (it may still be too much).

    Where weights and optimizer state do not fit each of several devices, they are divided among them.
    """
    fastest = f"the quickest of those tried here, {micro_tokens:,} tokens" if micro_tokens else "a whole step"
    while micro_tokens and plan.micro_batch * plan.context > micro_tokens and plan.micro_batch % 2 == 0:
        plan = _halved(plan)
    why = f"sequences at once × times a step: {fastest}"
    first = plan
    while (needed := _needed(plan, base)) > memory and plan.micro_batch > 1:
        plan = _halved(plan)
        why = "sequences at once × times a step: what fits the memory"
    if needed > memory and plan.processes > 1 and plan.parallel == "ddp":
        sliced = replace(first, parallel="fsdp", optimizer="adamw", weight_decay=DECAY, compile=False)
        reasons = {
            **plan.reasons,
            "parallel": "FSDP2: weights, gradients and optimizer state divided among the devices, which none holds alone",
            "optimizer": "AdamW: Muon needs whole matrices, and here they are in slices",
            "weight decay": f"{DECAY:g}, as is usual with AdamW",
            "compile": "no: not with slices",
        }
        return _fitted(replace(sliced, reasons=reasons), memory, base, None)
    return replace(
        plan, predicted=replace(plan.predicted, bytes=needed), reasons={**plan.reasons, "micro-batch": why}
    )


def _halved(plan: Plan) -> Plan:
    return replace(plan, micro_batch=plan.micro_batch // 2, accumulation=plan.accumulation * 2)


def _needed(plan: Plan, base: int) -> int:
    added = predicted_bytes(
        width=plan.width,
        layers=plan.layers,
        hidden=plan.hidden,
        vocab_size=plan.vocab_size,
        heads=plan.heads,
        context=plan.context,
        micro_batch=plan.micro_batch,
        dtype=plan.dtype,
        device=plan.device,
        optimizer=plan.optimizer,
        compiled=plan.compile,
        shards=plan.processes if plan.parallel == "fsdp" else 1,
    )
    if plan.device != "cpu":
        return round(added * DEVICE_HEADROOM)
    return max(base + round(added * HEADROOM), PREPARING)


def _memory(machine: Machine) -> tuple[int, str]:
    """Bytes that a plan may use, and whose they are."""
    found = machine.memory if machine.accelerator.value == "cpu" else machine.accelerator_memory
    return int(found.value * SHARE_OF_MEMORY), found.reason


def _advice(machine: Machine) -> str:
    if machine.accelerator.value == "cpu":
        return "raise the limit, close other programs, or use another machine"
    return "free the device, or set OPENHEARTH_ACCELERATOR=cpu"


def _attention(cpu: bool) -> str:
    if cpu:
        return f"by hand, {QUERIES} queries at a time: none of the future is computed, and the fused one takes longer"
    return "fused (scaled_dot_product_attention)"


def _compile(cpu: bool, compiled: bool) -> str:
    if cpu:
        return "no: the hand-written path is as fast, and compiling takes the first half minute or more"
    return "yes" if compiled else f"no: it pays from about {COMPILE_FROM:g} minutes on"


def _watts(machine: Machine, processes: int) -> tuple[float, float, float]:
    """(typical, least, most) watts while training."""
    if machine.accelerator.value == "cpu":
        cores = machine.cores.value
        return 10.0 * cores, 4.0 * cores, 20.0 * cores  # a server core to a laptop's, idle share included
    name = machine.accelerator_name.value
    marks = (("T4", 70.0), ("A100", 400.0), ("H100", 700.0), ("H200", 700.0), ("M2", 20.0))
    limit = next((watts for mark, watts in marks if mark in name), 300.0)
    return 0.7 * limit * processes, 0.3 * limit * processes, limit * processes


def _mib(count: float) -> str:
    return f"{count / 2**20:,.0f} MiB"
