"""What is here: accelerator, dtype, memory, cores, host. Every value with the reason why we believe it.

Containers lie: ``os.cpu_count()`` and the physical memory are the host's, while the kernel enforces the
control group's. So cores and memory are read where the limits stand: affinity, the nested cgroup (v1 or
v2) and all its ancestors, and what JupyterHub and SLURM announce. Every value can be overridden by an
argument of `detect` or by the environment (``OPENHEARTH_CORES``, ``_MEMORY``, ``_ACCELERATOR``, ``_DTYPE``).
"""

import json
import math
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path
from typing import Any, Generic, TypeVar

from openhearth import cgroups
from openhearth.errors import OpenhearthError
from openhearth.workspace import home

T = TypeVar("T")


class MachineError(OpenhearthError):
    """A machine, profile or override that cannot be used as given."""


@dataclass(frozen=True)
class Found(Generic[T]):
    """A detected value and why we believe it."""

    value: T
    reason: str


@dataclass(frozen=True)
class Machine:
    """What a plan needs to know of a machine."""

    host: Found[str]  # colab kaggle binder jupyterhub slurm ci local
    accelerator: Found[str]  # cpu cuda mps xpu
    accelerator_name: Found[str]
    accelerators: Found[int]  # how many
    accelerator_memory: Found[int]  # bytes free on each; 0 for a CPU
    dtype: Found[str]  # float32 bfloat16 float16: what matrix products run in
    cores: Found[int]  # that this process may use
    memory: Found[int]  # bytes that this process may still take
    disk: Found[int]  # bytes free in the workspace
    peak_flops: Found[float] | None = None  # dense FLOP/s in `dtype`; None until measured

    def to_json(self) -> dict[str, dict[str, Any]]:
        """``{field: {"value": ..., "reason": ...}}``; a field not known is left out."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {k: {"value": v.value, "reason": v.reason} for k, v in found.items() if v is not None}

    @classmethod
    def from_json(cls, value: Mapping[str, Any], where: str) -> "Machine":
        """The machine that `to_json` or a profile describes.

        Args:
            where: what to call ``value`` in errors and reasons.

        Raises:
            MachineError: a field is missing, unknown, of another type, or absurd; the message names it.
        """
        known = {field.name: field for field in fields(cls)}
        values: dict[str, Found[Any]] = {}
        for name, given in value.items():
            if name in ("name", "note"):
                continue
            if name not in known:
                raise MachineError(f"{where}: no such field {name!r} (there are {', '.join(known)})")
            raw, reason = (
                (given.get("value"), given.get("reason", where))
                if isinstance(given, dict)
                else (given, where)
            )
            values[name] = Found(_checked(name, raw, where), str(reason))
        missing = [name for name in known if name not in values and name != "peak_flops"]
        if missing:
            raise MachineError(f"{where}: the field {missing[0]!r} is missing; add it")
        return cls(**values)

    @classmethod
    def from_profile(cls, profile: str | Path) -> "Machine":
        """A machine from a JSON file, or from a shipped profile by name (``binder``, ``h200`` ...).

        Raises:
            MachineError: there is no such profile, or it cannot be used.
        """
        path = Path(profile)
        if path.suffix != ".json":
            path = _profiles() / f"{profile}.json"
            if not path.is_file():
                names = ", ".join(profiles())
                raise MachineError(f"no machine profile is called {str(profile)!r} (there are {names})")
        try:
            value = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
            raise MachineError(f"cannot read the machine profile {path}: {error}") from None
        if not isinstance(value, dict):
            raise MachineError(f"{path}: a machine profile is a JSON object of fields")
        return cls.from_json(value, f"profile {path.name}")


def profiles() -> list[str]:
    """Names of the shipped machine profiles."""
    return sorted(path.stem for path in _profiles().glob("*.json"))


def detect(
    *,
    cores: int | None = None,
    memory: int | None = None,
    accelerator: str | None = None,
    dtype: str | None = None,
    root: Path = Path("/"),
    environment: Mapping[str, str] = os.environ,
) -> Machine:
    """The machine this process runs on.

    Args:
        cores, memory, accelerator, dtype: overrides (memory in bytes).
        root: where ``proc`` and ``sys`` are found (tests give a made-up tree).
        environment: the environment variables to read.

    Raises:
        MachineError: an override cannot be used.
    """

    def override(name: str, given: Any) -> Found[Any] | None:
        announced = environment.get(f"OPENHEARTH_{name.upper()}")
        if given is not None:
            return Found(_checked(name, given, "override"), "given as an argument")
        if announced:
            reason = f"OPENHEARTH_{name.upper()} = {announced}"
            value = _number(announced, reason) if name in ("cores", "memory") else announced
            return Found(_checked(name, value, reason), reason)
        return None

    kind, name, count, free = _accelerator(override("accelerator", accelerator))
    return Machine(
        host=_host(environment),
        accelerator=kind,
        accelerator_name=name,
        accelerators=count,
        accelerator_memory=free,
        dtype=override("dtype", dtype) or _dtype(kind.value),
        cores=override("cores", cores) or usable_cores(root, environment),
        memory=override("memory", memory) or usable_memory(root, environment),
        disk=_disk(),
    )


def usable_cores(root: Path = Path("/"), environment: Mapping[str, str] = os.environ) -> Found[int]:
    """Cores this process may use: the least of affinity, every cgroup quota above it (floored), SLURM."""
    try:
        affinity = len(os.sched_getaffinity(0))
        candidates = [Found(affinity, f"CPU affinity allows {affinity}")]
    except AttributeError:  # macOS has no affinity
        total = os.cpu_count() or 1
        candidates = [Found(total, f"the system has {total}")]
    for folder in cgroups.folders(root, "cpu"):
        quota = cgroups.cpu_quota(folder)
        if quota is not None:
            file, cores = quota
            candidates.append(Found(max(1, math.floor(cores)), f"cgroup {file} allows {cores:g}, floored"))
    if environment.get("SLURM_CPUS_PER_TASK", "").isdigit():
        slurm = int(environment["SLURM_CPUS_PER_TASK"])
        candidates.append(Found(max(1, slurm), f"SLURM_CPUS_PER_TASK = {slurm}"))
    return min(candidates, key=lambda found: found.value)


def usable_memory(root: Path = Path("/"), environment: Mapping[str, str] = os.environ) -> Found[int]:
    """Bytes this process may still take: the least of what is free and every limit above it less its use."""
    import psutil

    available = int(psutil.virtual_memory().available)
    candidates = [Found(available, f"the system has {_gib(available)} available")]
    for folder in cgroups.folders(root, "memory"):
        for file, limit, used in cgroups.memory_limits(folder):
            reason = f"cgroup {file} = {limit}, of which {_gib(used)} is used"
            candidates.append(Found(max(0, limit - used), reason))
    if environment.get("MEM_LIMIT", "").isdigit():
        limit = int(environment["MEM_LIMIT"])
        used = int(psutil.Process().memory_info().rss)
        candidates.append(Found(max(0, limit - used), f"JupyterHub's MEM_LIMIT = {limit}"))
    if environment.get("SLURM_MEM_PER_NODE", "").isdigit():
        limit = int(environment["SLURM_MEM_PER_NODE"]) << 20
        candidates.append(Found(limit, f"SLURM_MEM_PER_NODE = {limit >> 20} MiB"))
    return min(candidates, key=lambda found: found.value)


def _host(environment: Mapping[str, str]) -> Found[str]:
    signs = (
        ("colab", "COLAB_RELEASE_TAG"),
        ("kaggle", "KAGGLE_KERNEL_RUN_TYPE"),
        ("binder", "BINDER_SERVICE_HOST"),
        ("binder", "BINDER_LAUNCH_HOST"),
        ("jupyterhub", "JUPYTERHUB_USER"),
        ("slurm", "SLURM_JOB_ID"),
        ("ci", "CI"),
    )
    for host, variable in signs:
        if environment.get(variable):
            return Found(host, f"{variable} is set")
    return Found("local", "no sign of a hosted service in the environment")


def _accelerator(asked: Found[str] | None) -> tuple[Found[str], Found[str], Found[int], Found[int]]:
    import torch

    if asked is not None and asked.value == "cpu":
        return _cpu(asked.reason)
    device = torch.accelerator.current_accelerator(check_available=True)
    if device is None:
        if asked is not None:
            raise MachineError(f"{asked.reason}: torch finds no {asked.value} device here; leave it out")
        return _cpu("torch.accelerator finds none")
    if asked is not None and asked.value != device.type:
        raise MachineError(f"{asked.reason}: torch finds {device.type} here, not {asked.value}")
    if device.type == "mps" and not _agrees_with_cpu("mps"):
        return _cpu("mps gives other results than the CPU on one forward and backward pass")
    why = "torch.accelerator"
    count = torch.accelerator.device_count()
    if device.type == "cuda":
        free, total = torch.cuda.mem_get_info()
        properties = torch.cuda.get_device_properties(0)
        return (
            Found("cuda", why),
            Found(str(properties.name), "the driver's name"),
            Found(count, why),
            Found(int(free), f"mem_get_info: {_gib(free)} of {_gib(total)} free"),
        )
    import psutil

    shared = int(psutil.virtual_memory().available)
    return (
        Found(device.type, why),
        Found(device.type.upper(), why),
        Found(count, why),
        Found(shared, "shared with the system's memory"),
    )


def _cpu(why: str) -> tuple[Found[str], Found[str], Found[int], Found[int]]:
    return Found("cpu", why), _cpu_name(), Found(0, why), Found(0, why)


def _cpu_name() -> Found[str]:
    import platform

    info = Path("/proc/cpuinfo")
    if info.is_file():
        match = re.search(r"model name\s*:\s*(.+)", info.read_text(errors="replace"))
        if match:
            return Found(match[1].strip(), "/proc/cpuinfo")
    return Found(platform.processor() or platform.machine(), "the platform module")


def _agrees_with_cpu(device: str) -> bool:
    """Whether one attention forward and backward pass on ``device`` gives the CPU's numbers.

    On Apple's MPS it has not always (PyTorch issues 151667 and 167515).
    """
    import torch
    from torch.nn.functional import scaled_dot_product_attention

    torch.manual_seed(0)
    start = torch.randn(3, 1, 2, 64, 32)
    results = []
    for where in ("cpu", device):
        x = start.to(where).requires_grad_()
        y = scaled_dot_product_attention(x[0], x[1], x[2], is_causal=True)
        y.square().mean().backward()
        assert x.grad is not None
        results.append((y.detach().cpu(), x.grad.cpu()))
    return all(torch.allclose(a, b, atol=1e-3) for a, b in zip(*results, strict=True))


def _dtype(accelerator: str) -> Found[str]:
    import torch

    if accelerator == "cuda":
        if torch.cuda.is_bf16_supported(including_emulation=False):
            return Found("bfloat16", "the GPU computes in bfloat16 without emulation")
        return Found("float16", "the GPU has no bfloat16 of its own")
    if accelerator in ("mps", "xpu"):
        return Found("float32", f"the safe choice on {accelerator}")
    able = torch.cpu.get_capabilities() if hasattr(torch.cpu, "get_capabilities") else {}
    signs = [name for name in ("amx_bf16", "avx512_bf16", "bf16") if able.get(name)]
    if not signs:
        return Found("float32", "the CPU has no bfloat16 instructions")
    speedup = _gemm_race()
    race = f"a matrix product runs {speedup:.1f} times as fast as in float32"
    if speedup > 1:
        return Found("bfloat16", f"the CPU has {signs[0]}, and {race}")
    return Found("float32", f"the CPU has {signs[0]}, but {race} in bfloat16")


def _gemm_race(size: int = 512, rounds: int = 12) -> float:
    """How many times as fast a ``size``-cubed matrix product is in bfloat16 as in float32 on the CPU.

    One thread, turn by turn, the best of each: other programs slow both alike.
    """
    import time

    import torch

    best = {torch.float32: math.inf, torch.bfloat16: math.inf}
    inputs = {dtype: torch.randn(size, size).to(dtype) for dtype in best}
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        for _ in range(rounds):
            for dtype, a in inputs.items():
                start = time.perf_counter()
                a @ a
                best[dtype] = min(best[dtype], time.perf_counter() - start)
    finally:
        torch.set_num_threads(before)
    return best[torch.float32] / best[torch.bfloat16]


def _disk() -> Found[int]:
    folder = home()
    while not folder.exists():
        folder = folder.parent
    return Found(shutil.disk_usage(folder).free, "free where the workspace stands")


def _number(text: str, where: str) -> int:
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        raise MachineError(f"{where}: not a number; give whole cores or bytes") from None


_CHOICES = {
    "accelerator": ("cpu", "cuda", "mps", "xpu"),
    "dtype": ("float32", "bfloat16", "float16"),
    "host": ("colab", "kaggle", "binder", "jupyterhub", "slurm", "ci", "local"),
}
_BOUNDS: dict[str, tuple[float, float]] = {
    "accelerators": (0, 100_000),
    "accelerator_memory": (0, 1 << 50),
    "cores": (1, 1 << 20),
    "memory": (1, 1 << 60),
    "disk": (0, 1 << 70),
    "peak_flops": (1e6, 1e21),
}


def _checked(name: str, value: Any, where: str) -> Any:
    if name in _BOUNDS:
        low, high = _BOUNDS[name]
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise MachineError(f"{where}: {name} is {value!r}; give a number from {low:g} to {high:g}")
        return float(value) if name == "peak_flops" else int(value)
    if not isinstance(value, str) or not value:
        raise MachineError(f"{where}: {name} is {value!r}; give a word")
    if name in _CHOICES and value not in _CHOICES[name]:
        raise MachineError(f"{where}: {name} is {value!r}; choose from {', '.join(_CHOICES[name])}")
    return value


def _profiles() -> Path:
    return Path(str(resources.files("openhearth"))) / "profiles"


def _gib(count: float) -> str:
    return f"{count / 2**30:.1f} GiB"
