"""Floating-point operations a second that training reaches: it depends on the size of the model."""

import itertools
import math
import time
from dataclasses import dataclass

from openhearth.found import Found
from openhearth.machine import Machine

CPU_FRACTION = ((1e5, 0.20), (9e5, 0.34), (2.8e6, 0.40), (1.08e7, 0.54), (1e8, 0.60))
"""(matrix parameters, fraction of the matrix-product peak that training reaches): measured on two CPU cores."""
GPU_FRACTION = 0.40
LAUNCH_SECONDS = 6e-6
LAUNCHES_A_PARAMETER = 120 * 2e-6
"""Kernel launches keep a GPU from its peak on small models: about 120 a layer of half a million parameters."""
TOKENS_A_LAUNCH = 65_536


@dataclass(frozen=True)
class Speed:
    """What training reaches on a machine.

    Attributes:
        peak: dense FLOP/s of matrix products alone, in the machine's dtype.
        points: (matrix parameters, FLOP/s of training), ascending.
        measured: whether ``points`` were measured on the machine itself.
        micro_tokens: tokens of the quickest micro-batch, where that was measured.
    """

    peak: float
    points: tuple[tuple[float, float], ...]
    measured: bool
    reason: str
    micro_tokens: int | None = None

    def at(self, matrices: float) -> float:
        """FLOP/s at a size: linear in the logarithm between the points.

        Beyond measured points the typical curve goes on from the last of them, never above 0.9 of the peak.
        """
        first, last = self.points[0], self.points[-1]
        if first[0] <= matrices <= last[0]:
            return _between(matrices, self.points)
        n, found = first if matrices < first[0] else last
        return min(found * _between(matrices, CPU_FRACTION) / _between(n, CPU_FRACTION), 0.9 * self.peak)


def typical_speed(machine: Machine, peak: Found[float] | None = None) -> Speed | None:
    """What training usually reaches on a machine of this peak; None where the peak is unknown."""
    peak = peak or machine.peak_flops
    if peak is None:
        return None
    if machine.accelerator.value == "cpu":
        points = tuple((n, fraction * peak.value) for n, fraction in CPU_FRACTION)
        return Speed(
            peak.value, points, False, f"typical of a CPU with this peak, not measured ({peak.reason})"
        )
    sizes = [10 ** (k / 2) for k in range(10, 21)]
    points = tuple((n, _gpu_rate(n, peak.value)) for n in sizes)
    reason = f"reasoned, not measured: {GPU_FRACTION:.0%} of the peak, or what kernel launches allow ({peak.reason})"
    return Speed(peak.value, points, False, reason)


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


def _gpu_rate(matrices: float, peak: float) -> float:
    work = 6 * matrices * TOKENS_A_LAUNCH
    return work / max(work / (peak * GPU_FRACTION), matrices * LAUNCHES_A_PARAMETER * LAUNCH_SECONDS + 1e-3)


def _between(x: float, points: tuple[tuple[float, float], ...]) -> float:
    """Linear in log(x) between ``points``, flat beyond them."""
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        if x <= x1:
            return y0 + (y1 - y0) * math.log(x / x0) / math.log(x1 / x0)
    return points[-1][1]
