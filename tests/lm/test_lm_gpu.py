"""Training on a CUDA GPU: recorded steps, memory, resuming. Skipped where there is none."""

import dataclasses
from collections.abc import Iterator

import pytest
import torch

from openhearth import lm
from openhearth.data import Corpus
from openhearth.lm.engine import Engine
from openhearth.lm.errors import ModelError
from openhearth.machine import detect
from openhearth.plan import Plan, Shape, Speed, make_plan
from openhearth.workspace import Workspace

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA GPU"),
]
ANY = Speed(1e14, ((1.0, 1e14),), False, "-")


@pytest.fixture
def gpu_plan() -> Plan:
    made = make_plan(detect(), 0.05, speed=ANY, shape=Shape(128, 2), vocab_size=300, step_tokens=4096)
    return dataclasses.replace(made, micro_batch=4, accumulation=4, processes=1, parallel="none")


def losses(engine: Engine, steps: int = 12) -> list[float]:
    plan = engine.plan
    source = torch.Generator().manual_seed(0)
    rows = [torch.randint(300, (plan.sequences, plan.context), generator=source) for _ in range(steps)]
    return [engine.step(row, row.roll(-1, 1), 0.5) for row in rows]


def test_a_recorded_step_learns_what_python_would(gpu_plan: Plan) -> None:
    recorded, spelt_out = Engine(gpu_plan, 300), Engine(gpu_plan, 300)
    spelt_out.recorded = None
    first, second = losses(recorded), losses(spelt_out)
    assert recorded.recorded is not None
    assert recorded.recorded.graph is not None
    assert first == pytest.approx(second, rel=2e-3)
    assert first[-1] < first[0]


def test_a_recorded_step_follows_the_learning_rate(gpu_plan: Plan) -> None:
    engine = Engine(gpu_plan, 300)
    losses(engine)
    before = engine.weights()
    row = torch.zeros(gpu_plan.sequences, gpu_plan.context, dtype=torch.int64)
    engine.step(row, row, 0.0)
    assert all(torch.equal(value, before[name]) for name, value in engine.weights().items())
    engine.step(row, row, 1.0)
    assert not all(torch.equal(value, before[name]) for name, value in engine.weights().items())


def test_the_gpu_computes_what_the_cpu_does(gpu_plan: Plan) -> None:
    exact = dataclasses.replace(gpu_plan, dtype="float32")
    there, here = Engine(exact, 300), Engine(dataclasses.replace(exact, device="cpu"), 300)
    weights = here.weights()
    with torch.no_grad():
        for name, value in there.model.named_parameters():
            value.copy_(weights[name])
    assert losses(there, 3) == pytest.approx(losses(here, 3), rel=1e-3)


def test_memory_that_runs_out_halves_the_micro_batch(gpu_plan: Plan, little_memory: None) -> None:
    greedy = dataclasses.replace(gpu_plan, micro_batch=2048, accumulation=1)
    engine = Engine(greedy, 300)
    row = torch.randint(300, (greedy.sequences, greedy.context), generator=torch.Generator().manual_seed(0))
    found = [engine.step(row, row, 0.5) for _ in range(6)]
    assert engine.plan.micro_batch < 2048
    assert engine.plan.sequences == greedy.sequences
    assert found[-1] < found[0]


@pytest.fixture
def little_memory() -> Iterator[None]:
    torch.cuda.empty_cache()
    total = torch.cuda.get_device_properties(0).total_memory
    torch.cuda.set_per_process_memory_fraction((torch.cuda.memory_reserved() + (1 << 30)) / total)
    yield
    torch.cuda.set_per_process_memory_fraction(1.0)


def test_a_full_gpu_is_one_sentence(gpu_plan: Plan) -> None:
    torch.cuda.empty_cache()
    torch.cuda.set_per_process_memory_fraction(1e-4)
    try:
        with pytest.raises(ModelError, match=r"cuda cannot take the model.*OPENHEARTH_ACCELERATOR=cpu"):
            Engine(dataclasses.replace(gpu_plan, width=1024, hidden=2720, heads=16, kv_heads=16), 300)
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)


@pytest.mark.parametrize("shape", [Shape(128, 4), Shape(512, 8), Shape(768, 12)])
def test_the_peak_is_not_above_the_prediction(shape: Shape) -> None:
    plan = make_plan(detect(), 1, speed=ANY, shape=shape, step_tokens=32_768, processes=1)
    torch.cuda.empty_cache()
    torch.cuda.reset_peak_memory_stats()
    before = torch.cuda.memory_allocated()
    engine = Engine(plan, plan.vocab_size)
    row = torch.randint(plan.vocab_size, (plan.sequences, plan.context))
    for _ in range(6):
        engine.step(row, row, 0.1)
    assert torch.cuda.max_memory_allocated() - before <= plan.predicted.bytes


def test_a_stopped_run_goes_on(gpu_plan: Plan, tales: Corpus, workspace: Workspace, monkeypatch) -> None:
    whole = lm.train(gpu_plan, tales, workspace, name="whole", max_steps=10, show=None)
    step, calls = Engine.step, []

    def stops(engine: Engine, *given: object) -> float:
        calls.append(1)
        if len(calls) == 6:
            raise KeyboardInterrupt
        return step(engine, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "step", stops)
    with pytest.raises(KeyboardInterrupt):
        lm.train(gpu_plan, tales, workspace, name="cut", max_steps=10, show=None)
    cut = lm.train(gpu_plan, tales, workspace, name="cut", resume=True, max_steps=10, show=None)
    found = [[row["loss"] for row in lm.read_metrics(run) if "loss" in row] for run in (whole, cut)]
    assert found[1] == pytest.approx(found[0], rel=2e-3)


def test_a_model_from_a_gpu_scores_alike_on_a_cpu(
    gpu_plan: Plan, tales: Corpus, workspace: Workspace
) -> None:
    run = lm.train(gpu_plan, tales, workspace, max_steps=20, show=None)
    model, tokenizer = lm.load(run.path)
    texts = tales.texts()[:20]
    here = lm.bits_per_byte(model, tokenizer, texts)
    assert lm.bits_per_byte(model.to("cuda"), tokenizer, texts) == pytest.approx(here, rel=1e-3)
