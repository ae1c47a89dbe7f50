"""The dial: more time or a faster machine never gives a smaller model, and nothing is planned that does not fit."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhearth.machine import Found, Machine, profiles
from openhearth.plan import LADDER, TOKENS_A_PARAMETER, Plan, PlanError, calibrate, make_plan, parse_minutes

LAPTOP = Machine.from_profile("laptop")


def with_memory(memory: int) -> Machine:
    return dataclasses.replace(LAPTOP, memory=Found(memory, "a limit of the test"))


@pytest.mark.parametrize("text", ["0", "-1", "1e9", "abc", "nan", "inf", ""])
def test_minutes_that_make_no_sense_get_one_sentence(text: str) -> None:
    with pytest.raises(PlanError) as caught:
        parse_minutes(text)
    assert "\n" not in str(caught.value)
    assert "minutes" in str(caught.value)


@pytest.mark.parametrize("name", profiles())
def test_every_profile_gets_a_plan_that_fits_it(name: str) -> None:
    machine = Machine.from_profile(name)
    plan = make_plan(machine, 2)
    room = machine.memory if machine.accelerator.value == "cpu" else machine.accelerator_memory
    assert plan.predicted.bytes <= room.value
    assert (plan.width, plan.layers) in LADDER
    assert plan.predicted.seconds == 120
    assert ("not measured" in plan.reasons["speed"]) == (machine.accelerator.value != "cpu")


@given(st.floats(0.02, 800), st.floats(1.01, 50))
def test_more_minutes_never_give_a_smaller_model(minutes: float, factor: float) -> None:
    less = make_plan(LAPTOP, minutes)
    more = make_plan(LAPTOP, minutes * factor)
    assert more.parameters >= less.parameters
    assert more.parameters * more.predicted.tokens >= less.parameters * less.predicted.tokens * 0.9


def test_the_model_reads_enough_tokens_a_parameter_unless_it_is_the_smallest() -> None:
    for minutes in (1, 10, 100, 1000):
        plan = make_plan(LAPTOP, minutes)
        smallest = (plan.width, plan.layers) == LADDER[0]
        assert smallest or plan.predicted.tokens >= TOKENS_A_PARAMETER * plan.layer_parameters


def test_little_memory_shrinks_the_micro_batch_not_the_step() -> None:
    roomy, tight = make_plan(with_memory(4 << 30), 5), make_plan(with_memory(470 << 20), 5)
    assert tight.micro_batch < roomy.micro_batch
    assert tight.tokens_a_step == roomy.tokens_a_step
    assert tight.predicted.bytes < roomy.predicted.bytes


def test_256_megabytes_are_refused_with_the_least_that_would_work() -> None:
    with pytest.raises(PlanError, match=r"at least \d+ MiB .* raise the limit"):
        make_plan(with_memory(256 * 10**6), 1)


def test_a_small_corpus_gets_a_small_vocabulary() -> None:
    assert make_plan(LAPTOP, 1, corpus_bytes=300_000).vocab_size == 512
    assert make_plan(LAPTOP, 1).vocab_size > 512


def test_a_machine_of_unknown_speed_is_refused() -> None:
    with pytest.raises(PlanError, match="calibrate"):
        make_plan(dataclasses.replace(LAPTOP, peak_flops=None), 1)


def test_a_plan_survives_the_journey_through_json() -> None:
    plan = make_plan(LAPTOP, 1)
    assert Plan.from_json(json.loads(json.dumps(plan.to_json()))) == plan
    with pytest.raises(PlanError, match="width"):
        Plan.from_json({k: v for k, v in plan.to_json().items() if k != "width"})


def test_calibration_finds_a_speed_no_cpu_lacks() -> None:
    cpu = dataclasses.replace(LAPTOP, cores=Found(1, "test"))
    assert calibrate(cpu, seconds=0.05).value > 1e8
