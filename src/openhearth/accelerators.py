"""Which accelerators are here, how much of their memory is free, and which dtype is quick: tried, not believed.

Apple's MPS and Intel's XPU have given other numbers than the CPU (PyTorch issues 151667 and 167515 for MPS), so one
attention forward and backward pass is compared before either is used.
"""

import math
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from openhearth.found import Found

SUSPECT = ("mps", "xpu")
RACE_SIZE, RACE_ROUNDS = 512, 12


class Missing(Exception):
    """The accelerator that was asked for is not here."""


@dataclass(frozen=True)
class Accelerator:
    """What computes: a CPU, or one or more devices of a kind."""

    kind: Found[str]  # cpu cuda mps xpu
    name: Found[str]
    count: Found[int]
    memory: Found[int]  # bytes free on each; 0 for a CPU


def find(asked: Found[str] | None, environment: Mapping[str, str]) -> Accelerator:
    """The accelerator that torch sees and that computes rightly; else the CPU, with the reason.

    Raises:
        Missing: another one was asked for.
    """
    import torch

    if asked is not None and asked.value == "cpu":
        return cpu(asked.reason)
    device = torch.accelerator.current_accelerator(check_available=True)
    if device is None:
        if asked is not None:
            raise Missing(f"{asked.reason}: torch finds no {asked.value} device here; leave it out")
        return cpu(_why_none(environment))
    if asked is not None and asked.value != device.type:
        raise Missing(f"{asked.reason}: torch finds {device.type} here, not {asked.value}")
    if device.type in SUSPECT and not agrees_with_cpu(device.type):
        return cpu(f"{device.type} gives other results than the CPU on one forward and backward pass")
    if device.type == "cuda":
        return _cuda()
    return _other(device.type)


def cpu(why: str) -> Accelerator:
    """No accelerator, because of ``why``."""
    return Accelerator(Found("cpu", why), _cpu_name(), Found(0, why), Found(0, why))


def _why_none(environment: Mapping[str, str]) -> str:
    for variable in ("CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "ZE_AFFINITY_MASK"):
        if environment.get(variable) in ("", "-1"):
            return f"{variable} hides every device"
    return "torch.accelerator finds none"


def _cuda() -> Accelerator:
    """Every GPU that is visible; the fullest of them says how much memory a plan may count on."""
    import torch

    count = torch.cuda.device_count()
    rooms = [torch.cuda.mem_get_info(i) for i in range(count)]
    least = min(range(count), key=lambda i: rooms[i][0])
    free, total = rooms[least]
    which = "" if count == 1 else f" on device {least}, the fullest of {count}"
    names = sorted({torch.cuda.get_device_properties(i).name for i in range(count)})
    return Accelerator(
        Found("cuda", "torch.accelerator"),
        Found(", ".join(names), "the driver's name"),
        Found(count, "torch.cuda.device_count"),
        Found(int(free), f"mem_get_info: {_gib(free)} of {_gib(total)} free{which}"),
    )


def _other(kind: str) -> Accelerator:
    import psutil
    import torch

    why = "torch.accelerator; one pass agrees with the CPU"
    if kind == "xpu":
        free, total = torch.xpu.mem_get_info()
        memory = Found(int(free), f"mem_get_info: {_gib(free)} of {_gib(total)} free")
    else:
        memory = Found(int(psutil.virtual_memory().available), "shared with the system's memory")
    return Accelerator(
        Found(kind, why), Found(kind.upper(), why), Found(torch.accelerator.device_count(), why), memory
    )


def _cpu_name() -> Found[str]:
    import platform

    info = Path("/proc/cpuinfo")
    if info.is_file():
        match = re.search(r"model name\s*:\s*(.+)", info.read_text(errors="replace"))
        if match:
            return Found(match[1].strip(), "/proc/cpuinfo")
    return Found(platform.processor() or platform.machine(), "the platform module")


def agrees_with_cpu(device: str) -> bool:
    """Whether one attention forward and backward pass on ``device`` gives the CPU's numbers."""
    import torch
    from torch.nn.functional import scaled_dot_product_attention

    start = torch.randn(3, 1, 2, 64, 32, generator=torch.Generator().manual_seed(0))
    results = []
    try:
        for where in ("cpu", device):
            x = start.to(where).requires_grad_()
            y = scaled_dot_product_attention(x[0], x[1], x[2], is_causal=True)
            y.square().mean().backward()
            assert x.grad is not None
            results.append((y.detach().cpu(), x.grad.cpu()))
    except (RuntimeError, AssertionError):  # a device that cannot even do this is not to be used
        return False
    return all(torch.allclose(a, b, atol=1e-3) for a, b in zip(*results, strict=True))


def dtype(kind: str) -> Found[str]:
    """What matrix products run in: by what the device can do, and on a CPU by a short race."""
    import torch

    if kind == "cuda":
        if torch.cuda.is_bf16_supported(including_emulation=False):
            return Found("bfloat16", "the GPU computes in bfloat16 without emulation")
        return Found("float16", "the GPU has no bfloat16 of its own")
    if kind in SUSPECT:
        return Found("float32", f"the safe choice on {kind}")
    able = torch.cpu.get_capabilities() if hasattr(torch.cpu, "get_capabilities") else {}
    signs = [name for name in ("amx_bf16", "avx512_bf16", "bf16") if able.get(name)]
    if not signs:
        return Found("float32", "the CPU has no bfloat16 instructions")
    speedup = race()
    outcome = f"a matrix product runs {speedup:.1f} times as fast as in float32"
    if speedup > 1:
        return Found("bfloat16", f"the CPU has {signs[0]}, and {outcome}")
    return Found("float32", f"the CPU has {signs[0]}, but {outcome} in bfloat16")


def race() -> float:
    """How many times as fast a matrix product is in bfloat16 as in float32 on the CPU.

    One thread, turn by turn, the best of each: other programs slow both alike.
    """
    import torch

    best = {torch.float32: math.inf, torch.bfloat16: math.inf}
    inputs = {kind: torch.randn(RACE_SIZE, RACE_SIZE).to(kind) for kind in best}
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        for _ in range(RACE_ROUNDS):
            for kind, a in inputs.items():
                start = time.perf_counter()
                a @ a
                best[kind] = min(best[kind], time.perf_counter() - start)
    finally:
        torch.set_num_threads(before)
    return best[torch.float32] / best[torch.bfloat16]


def _gib(count: float) -> str:
    return f"{count / 2**30:.1f} GiB"
