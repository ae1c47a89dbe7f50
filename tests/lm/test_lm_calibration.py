"""Calibration times real steps, near the size that the plan will choose, and never longer than the dial can spare."""

import time
from dataclasses import replace

import pytest

from openhearth import lm
from openhearth.found import Found
from openhearth.lm import calibration
from openhearth.machine import Machine
from openhearth.plan import PlanError, Speed, make_plan

MACHINE = replace(
    Machine.from_profile("binder"),
    cores=Found(1, "the test"),
    memory=Found(4 << 30, "the test"),
    peak_flops=None,
)


def test_the_chosen_size_was_measured() -> None:
    speed = lm.calibrate(MACHINE, 0.2)
    plan = make_plan(MACHINE, 0.2, speed=speed, processes=1)
    assert speed.measured
    assert float(plan.shape.matrices) in [size for size, _ in speed.points]
    assert all(1e8 < rate < 1.2 * speed.peak for _, rate in speed.points)
    whole = calibration._ways(replace(plan, micro_batch=plan.sequences, accumulation=1))[0]
    assert speed.micro_tokens in [whole.micro_batch * plan.context // part for part in (1, 2)]
    assert "whole steps" in plan.reasons["speed"]


def test_micro_batches_race_within_what_the_memory_holds() -> None:
    plan = make_plan(Machine.from_profile("binder"), 1, vocab_size=300, step_tokens=16_384)
    for held in (64, 4, 1):
        tight = replace(plan, micro_batch=held, accumulation=64 // held)
        ways = calibration._ways(tight)
        assert max(way.micro_batch for way in ways) == min(held, calibration.STEP // plan.context)
        assert all(way.tokens_a_step == calibration.STEP for way in ways)


def test_a_small_corpus_needs_less_memory_and_larger_neighbours_are_left_out() -> None:
    tight = replace(MACHINE, memory=Found(570 << 20, "the test"))
    with pytest.raises(PlanError, match="at least"):  # of the usual corpus
        lm.calibrate(tight, 0.4)
    speed = lm.calibrate(tight, 0.4, corpus_bytes=1_000_000)
    assert speed.measured
    assert make_plan(tight, 0.4, speed=speed, corpus_bytes=1_000_000).predicted.bytes <= 570 << 20


def test_a_dial_too_short_for_steps_gets_the_peak_alone() -> None:
    begun = time.monotonic()
    speed = lm.calibrate(MACHINE, 0.05)
    assert not speed.measured
    assert "not measured" in speed.reason
    assert time.monotonic() - begun < 30
    assert make_plan(MACHINE, 0.05, speed=speed).predicted.steps >= 1


def test_one_quick_step_does_not_make_the_machine_look_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = make_plan(Machine.from_profile("binder"), 1, vocab_size=300)
    steps = iter([0.0, 0.001])  # the first does not count, and the next is quick
    monkeypatch.setattr(calibration.Engine, "step", lambda *_: time.sleep(next(steps, 0.1)))
    monkeypatch.setattr(calibration, "_waited", dict)
    rate = calibration._rate(plan, Speed(1e11, ((1.0, 1e11),), False, "-"), 0.25)
    assert rate <= plan.tokens_a_step * plan.flops_a_token / 0.1


def test_waiting_for_a_core_is_not_held_against_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = make_plan(Machine.from_profile("binder"), 1, vocab_size=300)
    speed = Speed(1e11, ((1.0, 1e11),), False, "-")
    honest = calibration._rate(plan, speed, 0.2)
    waited = iter(range(100_000))
    monkeypatch.setattr(calibration, "_waited", lambda: {"1": 0.02 * next(waited)})
    assert calibration._rate(plan, speed, 0.2) > honest
