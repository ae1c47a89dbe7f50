"""Two processes that `torchrun` starts train one model, and end with the same weights as one process would."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
import torch

from openhearth import lm
from openhearth.data import Corpus
from openhearth.lm.distributed import World
from openhearth.plan import Plan
from openhearth.workspace import Workspace

SCRIPT = """
import json, sys
from pathlib import Path
from openhearth import data, lm
from openhearth.plan import Plan
from openhearth.workspace import Workspace
plan = Plan.from_json(json.loads(sys.argv[1]))
tales = data.load("tales", stories=180, languages=["en", "zh", "hi"])
steps = int(sys.argv[4]) or None
run = lm.train(plan, tales, Workspace(Path(sys.argv[2])), name=sys.argv[3], max_steps=steps, show=None, resume=len(sys.argv) > 5)
"""


def together(
    plan: Plan, workspace: Workspace, name: str, steps: int, *more: str
) -> subprocess.CompletedProcess[str]:
    script = workspace.root.parent / "script.py"
    script.write_text(SCRIPT)
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    arguments = [str(script), json.dumps(plan.to_json()), str(workspace.root), name, str(steps), *more]
    return subprocess.run(
        [*launcher, *arguments], capture_output=True, text=True, check=False, timeout=240, env={**os.environ}
    )


def both(plan: Plan, parallel: str) -> Plan:
    """The same steps, shared by two processes."""
    optimizer = "adamw" if parallel == "fsdp" else plan.optimizer
    return replace(
        plan, processes=2, accumulation=plan.accumulation // 2, parallel=parallel, optimizer=optimizer
    )


@pytest.mark.parametrize("parallel", ["ddp", "fsdp"])
def test_two_processes_learn_what_one_does(
    plan: Plan, tales: Corpus, workspace: Workspace, parallel: str
) -> None:
    shared = both(plan, parallel)
    alone = replace(plan, optimizer=shared.optimizer)
    assert shared.tokens_a_step == alone.tokens_a_step
    done = together(shared, workspace, "shared", 4)
    assert done.returncode == 0, done.stderr
    one = lm.train(alone, tales, workspace, name="alone", max_steps=4, show=None)
    two = workspace.find("run", "shared")
    assert two.provenance["settings"]["processes"] == 2
    losses = [[row["loss"] for row in lm.read_metrics(run) if "loss" in row] for run in (one, two)]
    assert losses[1] == pytest.approx(losses[0], rel=1e-3)
    a, b = (lm.load(run.path)[0].state_dict() for run in (one, two))
    assert all(torch.allclose(a[name], b[name], atol=3e-3) for name in a)


def test_two_processes_end_on_the_dial_together(plan: Plan, workspace: Workspace) -> None:
    done = together(both(plan, "ddp"), workspace, "timed", 0)
    assert done.returncode == 0, done.stderr
    rows = lm.read_metrics(workspace.find("run", "timed"))
    assert rows[-1]["step"] >= 1
    assert [row["step"] for row in rows if "loss" in row] == list(range(1, rows[-1]["step"] + 1))


def test_each_row_of_a_batch_is_read_by_one_process() -> None:
    batch = torch.arange(12).view(6, 2)
    parts = [World(rank, 3).rows(batch) for rank in range(3)]
    assert sorted(torch.cat(parts).flatten().tolist()) == list(range(12))
    assert torch.equal(World().rows(batch), batch)


def test_a_step_that_cannot_be_shared_is_refused(plan: Plan, workspace: Workspace) -> None:
    done = together(replace(plan, processes=2, micro_batch=1, accumulation=1, context=64), workspace, "ok", 1)
    assert done.returncode == 0, done.stderr
    odd = replace(plan, micro_batch=1, accumulation=1, processes=1)
    done = together(odd, workspace, "odd", 1)
    assert done.returncode != 0
    assert "cannot share the 1 sequences of a step evenly" in done.stderr


def test_the_reference_is_used_where_weights_are_in_slices(plan: Plan) -> None:
    from openhearth.lm.engine import Engine, Objective

    model = Engine(plan, 300).model
    assert Objective(model, plan).hand_written
    assert not Objective(model, both(plan, "fsdp")).hand_written


def test_the_command_trains_under_torchrun_and_speaks_once(workspace: Workspace) -> None:
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    command = ["-m", "openhearth", "train", "--minutes", "0.05", "--languages", "en,sw", "--stories", "400"]
    done = subprocess.run(
        [*launcher, *command, "--name", "both"],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
        env={**os.environ, "OPENHEARTH_HOME": str(workspace.root)},
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("bits per byte on held-out stories") == 1
    run = workspace.find("run", "both")
    assert json.loads((run.path / "plan.json").read_text())["processes"] == 2
