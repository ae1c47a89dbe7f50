"""Accelerators are tried before they are believed; torch's answers are stood in for, since CI has no device."""

from types import SimpleNamespace

import pytest
import torch

from openhearth import accelerators
from openhearth.found import Found
from openhearth.machine import MachineError, detect


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch):
    def pretend(kind: str, count: int = 1, free: tuple[int, ...] = (8 << 30,)) -> None:
        monkeypatch.setattr(
            torch.accelerator, "current_accelerator", lambda check_available: torch.device(kind)
        )
        monkeypatch.setattr(torch.accelerator, "device_count", lambda: count)
        monkeypatch.setattr(torch.cuda, "device_count", lambda: count)
        monkeypatch.setattr(torch.cuda, "mem_get_info", lambda i=0: (free[i], 16 << 30))
        monkeypatch.setattr(torch.cuda, "get_device_properties", lambda i: SimpleNamespace(name="Some GPU"))

    return pretend


def test_of_several_gpus_the_fullest_says_what_a_plan_may_count_on(device) -> None:
    device("cuda", 3, (9 << 30, 2 << 30, 8 << 30))
    found = accelerators.find(None, {})
    assert (found.count.value, found.memory.value) == (3, 2 << 30)
    assert "device 1, the fullest of 3" in found.memory.reason


@pytest.mark.parametrize("kind", ["mps", "xpu"])
def test_a_device_that_computes_otherwise_than_the_cpu_is_not_used(device, monkeypatch, kind: str) -> None:
    device(kind)
    monkeypatch.setattr(accelerators, "agrees_with_cpu", lambda _: False)
    found = accelerators.find(None, {})
    assert found.kind.value == "cpu"
    assert f"{kind} gives other results" in found.kind.reason


def test_the_comparison_tells_a_right_device_from_a_wrong_and_a_broken_one(monkeypatch) -> None:
    assert accelerators.agrees_with_cpu("cpu")
    assert not accelerators.agrees_with_cpu("cuda")  # not here: it raises, and that counts as no
    right = torch.nn.functional.scaled_dot_product_attention
    calls = []

    def wrong_the_second_time(*arguments, **options):
        calls.append(1)
        return right(*arguments, **options) * (1 if len(calls) == 1 else 1.1)

    monkeypatch.setattr(torch.nn.functional, "scaled_dot_product_attention", wrong_the_second_time)
    assert not accelerators.agrees_with_cpu("cpu")


def test_hidden_gpus_are_named_as_hidden() -> None:
    found = accelerators.find(None, {"CUDA_VISIBLE_DEVICES": ""})
    assert found.kind.value == "cpu"
    assert "CUDA_VISIBLE_DEVICES hides every device" in found.kind.reason


def test_asking_for_what_is_not_here_is_one_sentence(device) -> None:
    with pytest.raises(MachineError, match="OPENHEARTH_ACCELERATOR = cuda: torch finds no cuda device here"):
        detect(environment={"OPENHEARTH_ACCELERATOR": "cuda"})
    device("mps")
    with pytest.raises(accelerators.Missing, match="torch finds mps here, not cuda"):
        accelerators.find(Found("cuda", "asked"), {})


def test_a_gpu_without_bfloat16_of_its_own_gets_float16(monkeypatch) -> None:
    for own, wanted in ((True, "bfloat16"), (False, "float16")):
        monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation, own=own: own)
        assert accelerators.dtype("cuda").value == wanted
    assert accelerators.dtype("mps").value == "float32"


@pytest.mark.parametrize(("speedup", "wanted"), [(2.1, "bfloat16"), (0.5, "float32")])
def test_on_a_cpu_the_race_decides(monkeypatch, speedup: float, wanted: str) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_bf16": True})
    monkeypatch.setattr(accelerators, "race", lambda: speedup)
    found = accelerators.dtype("cpu")
    assert found.value == wanted
    assert f"{speedup:.1f} times" in found.reason


def test_every_field_can_be_overridden() -> None:
    environment = {"OPENHEARTH_HOST": "colab", "OPENHEARTH_DISK": "1e9", "OPENHEARTH_PEAK_FLOPS": "2e12"}
    found = detect(environment=environment, accelerators=4)
    assert (found.host.value, found.disk.value, found.accelerators.value) == ("colab", 10**9, 4)
    assert found.peak_flops is not None
    assert found.peak_flops.value == 2e12
    with pytest.raises(MachineError, match="wings"):
        detect(wings=2)
