"""What is here: accelerator, dtype, memory, cores, host. Every value with the reason why we believe it.

Containers lie: ``os.cpu_count()`` and the physical memory are the host's, while the kernel enforces the
control group's. So cores and memory are read where the limits stand: affinity, the nested cgroup (v1 or
v2) and all its ancestors, and what JupyterHub and SLURM announce. Every value can be overridden by an
argument of `detect` or by the environment (``OPENHEARTH_CORES``, ``OPENHEARTH_MEMORY`` and so on, a variable for
each field of `Machine`).
"""

import contextlib
import json
import math
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from importlib import resources
from pathlib import Path
from typing import Any

from openhearth import accelerators, cgroups
from openhearth.errors import OpenhearthError
from openhearth.found import Found
from openhearth.workspace import home


class MachineError(OpenhearthError):
    """A machine, profile or override that cannot be used as given."""


OPTIONAL = ("peak_flops", "resident")


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
    memory: Found[int]  # bytes that this process may take, what it has already included
    disk: Found[int]  # bytes free in the workspace
    resident: Found[int] | None = None  # bytes that this process has already; None for a profile
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
        missing = [name for name in known if name not in values and name not in OPTIONAL]
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
    *, root: Path = Path("/"), environment: Mapping[str, str] = os.environ, **overrides: str | float
) -> Machine:
    """The machine this process runs on.

    Args:
        root: where ``proc`` and ``sys`` are found (tests give a made-up tree).
        environment: the environment variables to read.
        **overrides: fields of `Machine`, by name; memory and disk in bytes.

    Raises:
        MachineError: an override cannot be used.
    """
    given = _overrides(overrides, environment)
    asked = given.get("accelerator")
    try:
        accelerator = accelerators.find(asked, environment)
    except accelerators.Missing as missing:
        raise MachineError(str(missing)) from None
    resident = _resident()
    free = usable_memory(root, environment)
    found = Machine(
        host=_host(environment),
        accelerator=accelerator.kind,
        accelerator_name=accelerator.name,
        accelerators=accelerator.count,
        accelerator_memory=accelerator.memory,
        dtype=given.get("dtype") or accelerators.dtype(accelerator.kind.value),
        cores=usable_cores(root, environment),
        memory=Found(free.value + resident.value, f"{free.reason}; with what this process has already"),
        disk=_disk(),
        resident=resident,
    )
    return replace(found, **given)


def _overrides(arguments: Mapping[str, str | float], environment: Mapping[str, str]) -> dict[str, Any]:
    """What arguments and environment say of any field; an argument wins."""
    given: dict[str, Any] = {}
    for field in fields(Machine):
        variable = f"OPENHEARTH_{field.name.upper()}"
        if arguments.get(field.name) is not None:
            given[field.name] = Found(
                _checked(field.name, arguments[field.name], "override"), "given as an argument"
            )
        elif environment.get(variable):
            reason = f"{variable} = {environment[variable]}"
            value = _number(environment[variable], reason) if field.name in _BOUNDS else environment[variable]
            given[field.name] = Found(_checked(field.name, value, reason), reason)
    unknown = sorted(set(arguments) - {field.name for field in fields(Machine)})
    if unknown:
        raise MachineError(f"a machine has no {unknown[0]!r}; override one of its fields")
    return given


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
    for variable in ("SLURM_CPUS_PER_TASK", "SLURM_CPUS_ON_NODE", "CPU_LIMIT"):  # the last is JupyterHub's
        with contextlib.suppress(ValueError):
            announced = float(environment.get(variable, ""))
            candidates.append(Found(max(1, math.floor(announced)), f"{variable} = {announced:g}"))
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
    tasks = environment.get("SLURM_CPUS_PER_TASK", environment.get("SLURM_CPUS_ON_NODE", "1"))
    for variable, times in (("SLURM_MEM_PER_NODE", "1"), ("SLURM_MEM_PER_CPU", tasks)):
        if environment.get(variable, "").isdigit() and times.isdigit() and int(environment[variable]) > 0:
            limit = int(environment[variable]) * int(times) << 20
            candidates.append(Found(limit, f"{variable} makes {limit >> 20} MiB"))
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


def _resident() -> Found[int]:
    import psutil

    return Found(int(psutil.Process().memory_info().rss), "resident memory of this process")


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
    "resident": (0, 1 << 60),
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
