"""Detection reads the limits that hold, wherever they stand."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from openhearth.machine import Machine, MachineError, detect, profiles, usable_cores, usable_memory


def tree(root: Path, cgroup: str, files: dict[str, str]) -> Path:
    """A made-up ``/`` with one process in ``cgroup`` and the given files below sys/fs/cgroup."""
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/cgroup").write_text(cgroup)
    for name, text in files.items():
        path = root / "sys/fs/cgroup" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_a_quota_on_an_ancestor_holds_for_its_children(tmp_path: Path) -> None:
    root = tree(
        tmp_path, "0::/user/job\n", {"user/cpu.max": "100000 100000", "user/job/cpu.max": "max 100000"}
    )
    found = usable_cores(root, {})
    assert found.value == 1
    assert "cpu.max" in found.reason


def test_a_quota_of_one_and_a_half_cores_is_one_core(tmp_path: Path) -> None:
    assert usable_cores(tree(tmp_path, "0::/\n", {"cpu.max": "150000 100000"}), {}).value == 1


def test_a_quota_below_one_core_is_still_one(tmp_path: Path) -> None:
    assert usable_cores(tree(tmp_path, "0::/\n", {"cpu.max": "50000 100000"}), {}).value == 1


def test_no_quota_leaves_the_affinity(tmp_path: Path) -> None:
    found = usable_cores(tree(tmp_path, "0::/\n", {"cpu.max": "max 100000"}), {})
    assert found.value == len(os.sched_getaffinity(0))


def test_version_one_quotas_are_read(tmp_path: Path) -> None:
    files = {"cpu,cpuacct/job/cpu.cfs_quota_us": "100000", "cpu,cpuacct/job/cpu.cfs_period_us": "100000"}
    assert usable_cores(tree(tmp_path, "4:cpu,cpuacct:/job\n", files), {}).value == 1


def test_a_container_that_sees_its_host_path_finds_its_own_top(tmp_path: Path) -> None:
    root = tree(tmp_path, "0::/docker/0123abcd\n", {"memory.max": "1000000000"})
    assert usable_memory(root, {}).value == 1_000_000_000


def test_memory_is_the_least_limit_less_what_is_used_but_not_the_page_cache(tmp_path: Path) -> None:
    files = {
        "a/memory.max": "1000000000",
        "a/b/memory.max": "2000000000",
        "a/memory.current": "400000000",
        "a/memory.stat": "anon 100000000\ninactive_file 300000000\n",
    }
    assert usable_memory(tree(tmp_path, "0::/a/b\n", files), {}).value == 900_000_000


def test_a_huge_version_one_limit_means_none(tmp_path: Path) -> None:
    root = tree(tmp_path, "9:memory:/\n", {"memory/memory.limit_in_bytes": str(2**63 - 4096)})
    assert "system" in usable_memory(root, {}).reason


def test_jupyterhub_and_slurm_announce_their_limits(tmp_path: Path) -> None:
    assert "MEM_LIMIT" in usable_memory(tmp_path, {"MEM_LIMIT": "1073741824"}).reason
    assert usable_memory(tmp_path, {"SLURM_MEM_PER_NODE": "512"}).value == 512 << 20
    assert usable_cores(tmp_path, {"SLURM_CPUS_PER_TASK": "1"}).value == 1


def test_this_machine_is_found_with_a_reason_for_everything() -> None:
    found = detect().to_json()
    assert found["cores"]["value"] >= 1
    assert found["memory"]["value"] > 0
    assert all(entry["reason"] for entry in found.values())


def test_the_environment_and_arguments_override_detection() -> None:
    environment = {"OPENHEARTH_CORES": "3", "OPENHEARTH_MEMORY": "2e9", "OPENHEARTH_DTYPE": "float32"}
    found = detect(environment=environment, memory=10**9)
    assert (found.cores.value, found.memory.value, found.dtype.value) == (3, 10**9, "float32")


@pytest.mark.parametrize(
    ("name", "value"), [("CORES", "many"), ("CORES", "0"), ("DTYPE", "int8"), ("MEMORY", "-5")]
)
def test_an_absurd_override_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(MachineError, match=f"OPENHEARTH_{name}"):
        detect(environment={f"OPENHEARTH_{name}": value})


def test_every_shipped_profile_loads() -> None:
    wanted = {"binder", "laptop", "ci", "colab-t4", "a100-40", "h200", "8xh100", "apple-m2"}
    assert wanted <= set(profiles())
    for name in profiles():
        assert Machine.from_profile(name).peak_flops is not None


def test_a_machine_survives_the_journey_through_json() -> None:
    machine = Machine.from_profile("h200")
    assert Machine.from_json(json.loads(json.dumps(machine.to_json())), "x") == machine


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"cores": None}, "cores"),
        ({"cores": -2}, "cores"),
        ({"memory": "much"}, "memory"),
        ({"accelerator": "tpu"}, "tpu"),
        ({"wings": 2}, "wings"),
        ({"peak_flops": 0}, "peak_flops"),
    ],
)
def test_a_profile_with_an_absurd_field_is_refused_by_name(tmp_path: Path, change: dict, says: str) -> None:
    value = json.loads((Path("src/openhearth/profiles/binder.json")).read_text()) | change
    (tmp_path / "odd.json").write_text(json.dumps(value))
    with pytest.raises(MachineError, match=says):
        Machine.from_profile(tmp_path / "odd.json")


def test_a_profile_with_a_missing_field_or_no_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "few.json").write_text('{"cores": 1}')
    with pytest.raises(MachineError, match="missing"):
        Machine.from_profile(tmp_path / "few.json")
    (tmp_path / "not.json").write_text("{")
    with pytest.raises(MachineError, match=r"not\.json"):
        Machine.from_profile(tmp_path / "not.json")
    with pytest.raises(MachineError, match="binder"):
        Machine.from_profile("bindr")


def test_taskset_is_seen_as_fewer_cores() -> None:
    command = ["taskset", "-c", "0", sys.executable, "-c"]
    says = subprocess.run(
        [*command, "from openhearth.machine import usable_cores; print(usable_cores())"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "value=1" in says
    assert "affinity allows 1" in says


def test_slurm_and_jupyterhub_announce_cores_and_memory_by_core(tmp_path: Path) -> None:
    assert usable_cores(tmp_path, {"CPU_LIMIT": "1.5"}).value == 1
    assert "SLURM_CPUS_ON_NODE" in usable_cores(tmp_path, {"SLURM_CPUS_ON_NODE": "1"}).reason
    found = usable_memory(tmp_path, {"SLURM_MEM_PER_CPU": "100", "SLURM_CPUS_PER_TASK": "2"})
    assert found.value == 200 << 20


def test_memory_counts_what_this_process_has_already(tmp_path: Path) -> None:
    found = detect(environment={"MEM_LIMIT": str(3 << 30)})
    assert found.resident is not None
    assert found.memory.value == pytest.approx(3 << 30, abs=64 << 20)
