"""Training ends on the dial, and goes on bit for bit after whatever stopped it."""

import dataclasses
import itertools
import json
import os
import platform
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from openhearth import cli, lm
from openhearth.data import Corpus, DataError
from openhearth.lm import fast
from openhearth.lm.batches import batch
from openhearth.lm.engine import Engine, computing
from openhearth.lm.errors import ModelError
from openhearth.lm.run import Run
from openhearth.lm.schedule import rate
from openhearth.plan import Plan, Speed
from openhearth.workspace import Workspace


def weights(run) -> dict[str, torch.Tensor]:
    return lm.load(run.path)[0].state_dict()


def same(a: dict[str, torch.Tensor], b: dict[str, torch.Tensor]) -> bool:
    return all(torch.equal(a[name], b[name]) for name in a)


def test_a_batch_depends_on_seed_and_step_alone_and_targets_are_the_next_tokens() -> None:
    row = torch.arange(1000)
    x, y = batch(row, step=3, seed=1, sequences=4, context=16)
    assert torch.equal(y, x + 1)
    assert torch.equal(batch(row, step=3, seed=1, sequences=4, context=16)[0], x)
    assert not torch.equal(batch(row, step=4, seed=1, sequences=4, context=16)[0], x)
    assert not torch.equal(batch(row, step=3, seed=2, sequences=4, context=16)[0], x)


def test_a_corpus_shorter_than_a_sequence_is_refused() -> None:
    with pytest.raises(ModelError, match="more stories"):
        batch(torch.arange(10), step=0, seed=0, sequences=1, context=16)


@given(st.floats(0, 1))
def test_the_rate_is_a_part_of_the_peak(share: float) -> None:
    assert 0 <= rate(share) <= 1


def test_the_rate_warms_up_stays_and_falls_to_nothing() -> None:
    assert rate(0) < 0.1
    assert rate(0.1) == rate(0.39) == 1
    assert rate(0.7) == pytest.approx(0.5)
    assert rate(1) == 0


def test_a_run_learns_and_is_kept_with_all_it_was_made_from(
    plan: Plan, tales: Corpus, workspace: Workspace
) -> None:
    run = lm.train(plan, tales, workspace, max_steps=40, show=None)
    rows = lm.read_metrics(run)
    losses = [row["loss"] for row in rows if "loss" in row]
    assert len(losses) == 40
    assert np.mean(losses[-5:]) < np.mean(losses[:5]) - 1
    assert rows[-1]["validation_bits_per_byte"] < rows[0]["validation_bits_per_byte"]
    assert run.provenance["inputs"][0]["kind"] == "dataset"
    trained_on, held_out = lm.split_of(run, workspace)
    described = lm.read_dataset(run)
    assert described["sha256"] == trained_on.sha256
    assert described["held_out_sha256"] == held_out.sha256
    assert not list(run.path.glob("checkpoint*"))


def test_a_run_ends_on_the_dial(plan: Plan, tales: Corpus, workspace: Workspace) -> None:
    run = lm.train(plan, tales, workspace, show=None)
    steps = [row for row in lm.read_metrics(run) if "loss" in row]
    longest = max(b["seconds"] - a["seconds"] for a, b in itertools.pairwise(steps))
    assert steps[-1]["seconds"] <= plan.minutes * 60 + 2 * longest
    assert steps[-1]["seconds"] >= plan.minutes * 60 - 2 * longest


class Stop(Exception):
    pass


def test_a_run_that_failed_midway_goes_on_bit_for_bit(
    plan: Plan, tales: Corpus, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = lm.train(plan, tales, workspace, name="whole", max_steps=9, show=None)
    advance = Run.advance
    calls = []

    def fails(run: Run) -> float:
        calls.append(1)
        if len(calls) == 5:
            raise Stop
        return advance(run)

    monkeypatch.setattr(Run, "advance", fails)
    with pytest.raises(Stop):
        lm.train(plan, tales, workspace, name="cut", max_steps=9, show=None)
    assert workspace.all("run") == [whole]
    again = lm.train(plan, tales, workspace, resume=True, max_steps=9, show=None)
    assert again.name == "cut"
    assert same(weights(whole), weights(again))
    losses = [[row["loss"] for row in lm.read_metrics(run) if "loss" in row] for run in (whole, again)]
    assert losses[0] == losses[1]


SCRIPT = """
import sys, json
from pathlib import Path
from openhearth import data, lm
from openhearth.plan import Plan, Speed
from openhearth.workspace import Workspace
plan = Plan.from_json(json.loads(sys.argv[1]))
tales = data.load("tales", stories=180, languages=["en", "zh", "hi"])
lm.train(plan, tales, Workspace(Path(sys.argv[2])), name="killed", max_steps=400, show=None, checkpoint_every=0.2)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_run_goes_on_bit_for_bit(
    plan: Plan, tales: Corpus, workspace: Workspace, how: signal.Signals
) -> None:
    arguments = [sys.executable, "-c", SCRIPT, json.dumps(plan.to_json()), str(workspace.root)]
    process = subprocess.Popen(arguments, stderr=subprocess.DEVNULL)
    state = workspace.root / "run/.killed.partial/checkpoint.safetensors"
    end = time.monotonic() + 60
    while not state.is_file() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    os.kill(process.pid, how)
    assert process.wait(30) != 0
    from safetensors import safe_open

    with safe_open(state, framework="pt") as file:
        done = json.loads(file.metadata()["state"])["step"]
    assert 0 < done < 400
    again = lm.train(plan, tales, workspace, name="killed", resume=True, max_steps=done + 3, show=None)
    whole = lm.train(plan, tales, workspace, name="whole", max_steps=done + 3, show=None)
    steps = [[row["step"] for row in lm.read_metrics(run) if "loss" in row] for run in (again, whole)]
    assert steps[0] == steps[1] == list(range(1, done + 4))


def test_what_cannot_be_resumed_is_refused(
    plan: Plan, tales: Corpus, workspace: Workspace, monkeypatch
) -> None:
    with pytest.raises(ModelError, match="no unfinished run"):
        lm.train(plan, tales, workspace, resume=True, show=None)
    monkeypatch.setattr(Run, "advance", lambda *_: (_ for _ in ()).throw(Stop))
    with pytest.raises(Stop):
        lm.train(plan, tales, workspace, name="cut", max_steps=3, show=None)
    with pytest.raises(ModelError, match="another plan"):
        lm.train(dataclasses.replace(plan, seed=7), tales, workspace, name="cut", resume=True, show=None)
    fewer = tales.filter(lambda story: story.language != "hi")
    with pytest.raises(ModelError, match="other data"):
        lm.train(plan, fewer, workspace, name="cut", resume=True, show=None)
    assert lm.unfinished_plan(workspace) == plan


def test_a_loss_that_is_no_number_stops_the_run(
    plan: Plan, tales: Corpus, workspace: Workspace, monkeypatch
) -> None:
    monkeypatch.setattr(Run, "advance", lambda run: setattr(run, "step", run.step + 1) or float("nan"))
    with pytest.raises(ModelError, match="loss is nan at step 1"):
        lm.train(plan, tales, workspace, max_steps=3, show=None)


def test_out_of_memory_halves_the_micro_batch_and_learns_the_same(
    plan: Plan, tales: Corpus, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = lm.train(plan, tales, workspace, name="plain", max_steps=2, show=None)
    loss, calls = fast.loss, []

    def fails_once(
        model: lm.Llama, tokens: torch.Tensor, targets: torch.Tensor, at_once: int
    ) -> torch.Tensor:
        calls.append(at_once)
        if len(calls) == 2:
            raise torch.OutOfMemoryError
        return loss(model, tokens, targets, at_once)

    monkeypatch.setattr(fast, "loss", fails_once)
    tight = lm.train(plan, tales, workspace, name="tight", max_steps=2, show=None)
    assert calls == [2, 2, 1]
    a, b = weights(plain), weights(tight)
    assert all(torch.allclose(a[name], b[name], atol=2e-3) for name in a)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="no other C library can be told")
def test_freed_memory_is_kept_while_computing_and_given_back_after() -> None:
    def held() -> int:
        return psutil.Process().memory_info().rss >> 20

    with computing(1):
        pass
    before = held()
    with computing(1):
        blocks = [torch.ones(1 << 20) for _ in range(32)]  # 4 MiB each
        del blocks
        kept = held() - before
    assert kept > 100
    assert held() - before < 50


def test_gradients_are_clipped(plan: Plan, tales: Corpus, workspace: Workspace, monkeypatch) -> None:
    norms = []
    clip = torch.nn.utils.clip_grad_norm_

    def watched(parameters, most):
        parameters = list(parameters)
        clip(parameters, most)
        norms.append(float(torch.cat([p.grad.flatten() for p in parameters if p.grad is not None]).norm()))

    monkeypatch.setattr(torch.nn.utils, "clip_grad_norm_", watched)
    lm.train(plan, tales, workspace, max_steps=3, show=None)
    assert len(norms) == 3
    assert max(norms) <= 1.0 + 1e-4


def test_a_yardstick_is_not_trained_on(plan: Plan, tales: Corpus, workspace: Workspace) -> None:
    with pytest.raises(DataError, match="evaluation only"):
        lm.train(plan, dataclasses.replace(tales, purpose="evaluation"), workspace, show=None)


def test_nothing_in_a_run_is_pickled(plan: Plan, tales: Corpus, workspace: Workspace) -> None:
    run = lm.train(plan, tales, workspace, max_steps=2, show=None)
    for path in Path(run.path).iterdir():
        assert path.suffix in (".json", ".jsonl", ".safetensors"), path.name


def test_setting_the_time_of_day_changes_nothing(
    plan: Plan, tales: Corpus, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    jumps = itertools.count()
    monkeypatch.setattr(time, "time", lambda: 1e9 + 1e7 * next(jumps))
    run = lm.train(plan, tales, workspace, name="jumping", show=None)
    rows = lm.read_metrics(run)
    assert rows[-1]["seconds"] == pytest.approx(plan.minutes * 60, abs=1.5)
    assert all(a["seconds"] <= b["seconds"] for a, b in itertools.pairwise(rows))


def test_a_device_that_vanishes_is_one_sentence(plan: Plan, tales: Corpus, workspace: Workspace) -> None:
    gone = dataclasses.replace(plan, device="cuda")
    with pytest.raises(ModelError, match=r"cuda cannot take the model.*OPENHEARTH_ACCELERATOR=cpu") as caught:
        lm.train(gone, tales, workspace, max_steps=1, show=None)
    assert "\n" not in str(caught.value)


def test_a_device_that_fails_in_the_middle_keeps_the_checkpoint(
    plan: Plan, tales: Corpus, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(plan, 300)
    engine.plan = dataclasses.replace(plan, device="meta")

    def broken(*_: object) -> None:
        raise RuntimeError("CUDA error: unspecified launch failure\nmany lines of advice")

    monkeypatch.setattr(engine, "objective", broken)
    with pytest.raises(ModelError, match=r"failed in the middle of a step .*launch failure.*resume the run"):
        engine.step(torch.zeros(2, 8, dtype=torch.int64), torch.zeros(2, 8, dtype=torch.int64), 1.0)


def test_two_trainings_at_once_keep_to_their_own_folders(plan: Plan, workspace: Workspace) -> None:
    script = SCRIPT.replace('name="killed", max_steps=400', "name=sys.argv[3], max_steps=6")
    command = [sys.executable, "-c", script, json.dumps(plan.to_json()), str(workspace.root)]
    both = [subprocess.Popen([*command, name]) for name in ("one", "two")]
    assert [process.wait(120) for process in both] == [0, 0]
    one, two = (workspace.find("run", name) for name in ("one", "two"))
    assert same(weights(one), weights(two))
    assert len(workspace.all("run")) == 2


def test_others_may_read_a_runs_weights(plan: Plan, tales: Corpus, workspace: Workspace) -> None:
    run = lm.train(plan, tales, workspace, max_steps=1, show=None)
    assert (run.path / "model.safetensors").stat().st_mode == (run.path / "config.json").stat().st_mode


def test_a_fast_machine_trains_on_more_tales_unless_told_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = Speed(1e12, ((1.0, 3e11),), True, "as fast as the test says")
    monkeypatch.setattr(lm, "calibrate", lambda *_, **__: fast)
    taken: list[tuple[Plan, Corpus]] = []

    def train(plan: Plan, corpus: Corpus, *_: object, **__: object) -> None:
        taken.append((plan, corpus))
        raise ModelError("enough seen")

    monkeypatch.setattr(lm, "train", train)
    for asked in ((), ("--stories", "300")):
        CliRunner().invoke(cli.app, ["train", "--minutes", "20", *asked])
    (plan, many), (_, few) = taken
    assert len(few) == 300
    assert len(many) > 20_000
    assert plan.predicted.tokens * 2 < 4.5 * many.bytes  # two bytes a token or more, in four rounds
