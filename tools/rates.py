"""Time training steps along the ladder on this machine, and fit what `openhearth.plan.speed` says of such ones.

    python tools/rates.py [--sizes N]

Of each size, steps of three lengths: the slope over the tokens gives the fraction of the peak of matrix products that
training reaches, the rest is the overhead of a step, fitted over all sizes as a constant, a part for each layer and
a part for each parameter of a matrix. It prints both, to be put into ``speed.py`` by hand.
"""

import argparse
import statistics
import time
from dataclasses import replace

import numpy as np
import torch
from scipy.optimize import nnls

from openhearth.lm.batches import batch
from openhearth.lm.engine import Engine, computing
from openhearth.machine import Machine, detect
from openhearth.plan import LADDER, Shape, Speed, make_plan, matrix_peak

TOKENS = {"cuda": (4096, 16_384, 65_536), "cpu": (1024, 2048, 4096)}
WARM, ROUNDS = 4, 10


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, default=11, help="of the ladder, from its smallest")
    sizes = LADDER[: parser.parse_args().sizes]
    machine = detect()
    lengths = TOKENS.get(machine.accelerator.value, TOKENS["cuda"])
    peak = matrix_peak(machine).value
    print(
        f"{machine.accelerator_name.value}: peak {peak:.4g} FLOP/s in {machine.dtype.value}, torch {torch.__version__}"
    )
    overheads = []
    for shape in sizes:
        seconds = [step(machine, shape, tokens) for tokens in lengths]
        slope, overhead = np.polyfit(lengths, seconds, 1)
        overheads.append(overhead)
        fraction = shape.flops_a_token(shape.vocabulary(None)[0]) / slope / peak
        listed = ", ".join(f"{1000 * one:.2f}" for one in seconds)
        print(
            f"{shape.width} × {shape.layers}, {shape.matrices:.3g}: {fraction:.3f} of the peak; {listed} ms",
            flush=True,
        )
    known = [(shape, one) for shape, one in zip(sizes, overheads, strict=True) if one > 0]
    rows = np.array([[1.0, shape.layers, shape.matrices / peak] for shape, _ in known])
    weights = np.array([1 / one for _, one in known])  # each size counts alike
    found, _ = nnls(rows * weights[:, None], np.ones(len(known)))
    print("overhead: {:.2g} s a step, {:.2g} s a layer, {:.2g} operations a parameter".format(*found))


def step(machine: Machine, shape: Shape, tokens: int) -> float:
    """Seconds of one step of ``shape`` on so many tokens, the median."""
    speed = Speed(1e14, ((1.0, 1e14),), False, "not used")
    plan = make_plan(machine, 1, speed=speed, shape=shape, step_tokens=tokens, processes=1)
    plan = replace(plan, micro_batch=plan.sequences, accumulation=1)
    engine = Engine(plan, plan.vocab_size)
    row = torch.randint(plan.vocab_size, (1 << 20,), generator=torch.Generator().manual_seed(0)).to(
        plan.device
    )
    seconds = []
    with computing(plan.threads):
        for at in range(WARM + ROUNDS):
            begun = time.perf_counter()
            engine.step(*batch(row, step=at, seed=0, sequences=plan.sequences, context=plan.context), 0.1)
            seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds[WARM:])


if __name__ == "__main__":
    main()
