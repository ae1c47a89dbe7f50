"""Floating-point operations a second that training reaches: it depends on the size of the model."""

import itertools
import math
import time
from dataclasses import dataclass

from openhearth.found import Found
from openhearth.machine import Machine
from openhearth.plan.shapes import Shape

CPU_FRACTION = ((9.4e4, 0.31), (4e5, 0.43), (1.8e6, 0.45), (3.1e6, 0.60), (1.06e7, 0.62))
"""(matrix parameters, fraction of the matrix-product peak that training reaches), of what a step takes beyond `Overhead`:
on two cores of an AMD EPYC in bfloat16."""
GPU_FRACTION = (
    (1e5, 0.034),
    (8e5, 0.072),
    (3.1e6, 0.145),
    (4.7e6, 0.146),
    (1.06e7, 0.22),
    (2.5e7, 0.29),
    (8.5e7, 0.39),
    (2e8, 0.48),
    (3.9e8, 0.54),
)
"""The same on a GPU; ``tools/rates.py`` measures both."""
MEASURED_GPU = "NVIDIA H200"
"""Where that was, with PyTorch 2.11 on 2026-11-26."""
COMPILED = 1.15
"""Times as fast when compiled: 1.08 to 1.5 on an H200."""
MICRO_TOKENS = 65_536
"""Tokens at once on a GPU: more of them are hardly quicker."""


@dataclass(frozen=True)
class Overhead:
    """Seconds of each step that do not grow with its tokens: Muon works on the weights alone, Python has each operation
    to start, and a GPU waits for one kernel after another.
    """

    step: float = 0.0
    layer: float = 0.0
    operations: float = 0.0  # for each parameter of a matrix, at the peak of matrix products

    def of(self, shape: Shape, peak: float) -> float:
        """Seconds, on a machine of this peak."""
        return self.step + self.layer * shape.layers + self.operations * shape.matrices / peak


ON_CPU = Overhead(6e-3, 0.0, 1.3e4)
RECORDED = Overhead(0.75e-3, 0.18e-3, 7.4e4)
LAUNCHED = Overhead(3e-3, 3e-3, 7.4e4)
"""On a CPU; on a GPU, where the step is recorded (`lm.recorded`), and where Python launches each of its kernels."""


@dataclass(frozen=True)
class Speed:
    """What training reaches on a machine.

    Attributes:
        peak: dense FLOP/s of matrix products alone, in the machine's dtype.
        points: (matrix parameters, FLOP/s of training beyond the overhead), ascending.
        measured: whether ``points`` were measured on the machine itself, or on a GPU of the same name.
        micro_tokens: tokens of the quickest micro-batch, where that is known.
        overhead: of a step.
        curve: (matrix parameters, fraction of the peak) that is typical here.
    """

    peak: float
    points: tuple[tuple[float, float], ...]
    measured: bool
    reason: str
    micro_tokens: int | None = None
    overhead: Overhead = Overhead()
    curve: tuple[tuple[float, float], ...] = CPU_FRACTION

    def reached(self, shape: Shape, flops_a_token: float, tokens: float, *, compiled: bool = False) -> float:
        """FLOP/s of training in steps of so many ``tokens``."""
        work = flops_a_token * tokens
        computing = work / self.at(shape.matrices) / (COMPILED if compiled else 1.0)
        return work / (computing + self.overhead.of(shape, self.peak))

    def at(self, matrices: float) -> float:
        """FLOP/s at a size, in endless steps: linear in the logarithm between the points.

        Beyond measured points the typical curve goes on from the last of them, never above 0.9 of the peak.
        """
        first, last = self.points[0], self.points[-1]
        if first[0] <= matrices <= last[0]:
            return _between(matrices, self.points)
        n, found = first if matrices < first[0] else last
        return min(found * _between(matrices, self.curve) / _between(n, self.curve), 0.9 * self.peak)


def typical_speed(machine: Machine, peak: Found[float] | None = None) -> Speed | None:
    """What training usually reaches on a machine of this peak; None where the peak is unknown."""
    peak = peak or machine.peak_flops
    if peak is None:
        return None
    if machine.accelerator.value == "cpu":
        points = tuple((n, fraction * peak.value) for n, fraction in CPU_FRACTION)
        reason = f"typical of a CPU with this peak, not measured ({peak.reason})"
        return Speed(peak.value, points, False, reason, overhead=ON_CPU)
    points = tuple((n, fraction * peak.value) for n, fraction in GPU_FRACTION)
    launched = machine.accelerator.value != "cuda" or machine.dtype.value == "float16"
    overhead = LAUNCHED if launched else RECORDED
    measured = machine.accelerator_name.value == MEASURED_GPU and overhead is RECORDED
    where = (
        "measured on such a GPU"
        if measured
        else f"typical of a GPU with this peak, from an {MEASURED_GPU}, not measured"
    )
    return Speed(
        peak.value, points, measured, f"{where} ({peak.reason})", MICRO_TOKENS, overhead, GPU_FRACTION
    )


def matrix_peak(machine: Machine, seconds: float = 1.0) -> Found[float]:
    """Dense FLOP/s of matrix products on this machine in its dtype: the best of a moment's trying."""
    import torch

    on_cpu = machine.accelerator.value == "cpu"
    dtype, size = getattr(torch, machine.dtype.value), 1024 if on_cpu else 8192
    device = machine.accelerator.value
    before = torch.get_num_threads()
    torch.set_num_threads(machine.cores.value)
    try:
        a, b = (torch.randn(size, size, device=device).to(dtype) for _ in range(2))
        best, end = math.inf, time.perf_counter() + seconds
        while time.perf_counter() < end or best == math.inf:
            start = time.perf_counter()
            (a @ b)[0, 0].item()  # .item() waits for the device
            best = min(best, time.perf_counter() - start)
    finally:
        torch.set_num_threads(before)
    return Found(2 * size**3 / best, f"best of {seconds:.2g} s of {size}-cubed matrix products in {dtype}")


def _between(x: float, points: tuple[tuple[float, float], ...]) -> float:
    """Linear in log(x) between ``points``, flat beyond them."""
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        if x <= x1:
            return y0 + (y1 - y0) * math.log(x / x0) / math.log(x1 / x0)
    return points[-1][1]
