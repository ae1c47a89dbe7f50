"""A plan and a corpus in, a run out.

Notable:
- the clock decides: the learning rate follows the share of the dial that is spent, time for the last look at
  held-out stories is put aside, and no step begins that would end more than half a step past the dial
  (``max_steps`` counts steps instead). The clock is monotonic: setting the time of day changes nothing;
- a run folder is a Hugging Face checkpoint with its plan, metrics and the description of its data beside it.
"""

import contextlib
import json
import math
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from openhearth import data
from openhearth.data import Corpus
from openhearth.lm import checkpoint
from openhearth.lm.distributed import joined
from openhearth.lm.engine import computing
from openhearth.lm.errors import ModelError
from openhearth.lm.panel import Frame, Panel, panel_for, sample
from openhearth.lm.run import METRICS, STATE, Run, prepare, split
from openhearth.plan import Plan
from openhearth.plan.looks import LOOKS, interval
from openhearth.workspace import Artefact, Workspace, read_json


def train(
    plan: Plan,
    corpus: Corpus,
    workspace: Workspace,
    *,
    name: str | None = None,
    resume: bool = False,
    max_steps: int | None = None,
    show: str | None = "auto",
    checkpoint_every: float = 20.0,
) -> Artefact:
    """Train the model of ``plan`` on ``corpus`` and keep it as an artefact of kind "run".

    The corpus is kept too, as an artefact of kind "dataset", and named in the run's provenance. Under ``torchrun``
    all processes call it alike, with one workspace on storage that they share.

    Args:
        corpus: a part of it is held out (`split`), the rest is trained on.
        name: of the run; default a time stamp.
        resume: go on with the unfinished run called ``name`` (default: the newest one).
        max_steps: stop after so many steps, whatever the clock says; the plan's minutes are then ignored.
        show: ``auto`` for the live panel, None for silence.
        checkpoint_every: seconds between checkpoints.

    Raises:
        ModelError: there is nothing to resume, the loss is no longer a number, or the device failed.
        DataError: the corpus may not be trained on, or is too small.
    """
    corpus.for_use(for_training=True)
    with joined(plan) as world, _terminable():
        plan = world.agreed(plan)  # each process measured its own speed
        if not world.first:
            folder = Path(world.agreed(""))
            _sitting(prepare(plan, corpus, folder, max_steps, world), panel_for(None), checkpoint_every)
            return workspace.find("run", world.agreed(""))
        if resume:
            name = _unfinished(workspace, name)
        dataset = data.save(corpus, workspace)
        settings = {"minutes": plan.minutes, "max_steps": max_steps, "processes": world.size}
        with workspace.create(
            "run", name, inputs=[dataset], seed=plan.seed, settings=settings, keep_partial=True
        ) as folder:
            world.agreed(str(folder))
            run = prepare(plan, corpus, folder, max_steps, world)
            _sitting(run, panel_for(show), checkpoint_every)
            (folder / STATE).unlink(missing_ok=True)
            final = folder.name.removeprefix(".").removesuffix(".partial")
        return workspace.find("run", world.agreed(final))


def split_of(run: Artefact, workspace: Workspace) -> tuple[Corpus, Corpus]:
    """(trained on, held out) of a finished run, from the dataset that it was made of.

    Raises:
        ModelError: the workspace no longer has that dataset.
    """
    made_of = next((entry for entry in run.provenance["inputs"] if entry["kind"] == "dataset"), None)
    found = [dataset for dataset in workspace.all("dataset") if made_of and dataset.name == made_of["name"]]
    if not found:
        raise ModelError(
            f"the stories that {run.name} was trained on are not in {workspace.root}; name a dataset"
        )
    return split(data.read(found[0]), run.provenance["seed"])


def unfinished_plan(workspace: Workspace, name: str | None = None) -> Plan:
    """The plan of the unfinished run called ``name`` (default: the newest one).

    Raises:
        ModelError: there is none.
    """
    folder = workspace.root / "run" / f".{_unfinished(workspace, name)}.partial"
    return Plan.from_json(read_json(folder / "plan.json"))


def read_metrics(run: Artefact) -> list[dict[str, Any]]:
    """The run's metrics, a row for each step that was recorded, in order."""
    return [json.loads(line) for line in (run.path / METRICS).read_text().splitlines()]


def read_dataset(run: Artefact) -> dict[str, Any]:
    """What the run was trained on: ``dataset.json``."""
    value: dict[str, Any] = read_json(run.path / "dataset.json")
    return value


def _sitting(run: Run, panel: Panel, checkpoint_every: float) -> None:
    """Train until the budget is spent, and leave the model in the run's folder."""
    world = run.engine.world
    with computing(run.plan.threads):
        try:
            _loop(run, panel, checkpoint_every)
        except BaseException as error:
            if not isinstance(error, ModelError) and world.size == 1:
                run.save()
            raise
        finally:
            panel.close()
    weights = run.engine.weights()
    if world.first:
        checkpoint.save(run.engine.model, run.tokenizer, run.folder, weights=weights)


def _loop(run: Run, panel: Panel, checkpoint_every: float) -> None:
    """Steps until the budget is spent; the clock runs only here."""
    world, plan = run.engine.world, run.plan
    started, before = time.monotonic(), run.seconds
    saved = looked = started
    longest, looking, frame = 0.0, 0.0, Frame(plan)

    def tick() -> float:
        now = time.monotonic()
        run.seconds = before + now - started
        return now

    while world.agreed(run.share < 1 and (run.max_steps is not None or _fits(run, longest))):
        run.seconds = world.agreed(run.seconds)  # one clock: the learning rate follows it
        begun = time.monotonic()
        loss = run.advance()
        now = tick()
        longest = max(longest * 0.9, now - begun)
        if not math.isfinite(loss):
            raise ModelError(
                f"the loss is {loss} at step {run.step}; lower the learning rate, or use another seed"
            )
        row = _row(run, loss=loss, learning_rate=float(run.engine.optimizers[-1].param_groups[0]["lr"]))
        frame = frame.after(row, run.share, run.budget, run.max_steps)
        if world.agreed(run.step == 1 or _due(run, now - looked, looking)):
            row["validation_bits_per_byte"], run.reserve = _timed(run.validate)
            frame = frame.looked(row["validation_bits_per_byte"], sample(run) if panel.wants_samples else "")
            looked, looking = tick(), time.monotonic() - now
        run.record(row)
        panel.update(frame)
        if world.agreed(now - saved > checkpoint_every):
            run.save()
            saved = time.monotonic()
        tick()
    last, _ = _timed(run.validate)
    tick()
    run.record(_row(run, validation_bits_per_byte=last))
    panel.update(frame.looked(last, sample(run) if panel.wants_samples else "").finished())


def _row(run: Run, **found: float) -> dict[str, Any]:
    return {"step": run.step, "seconds": round(run.seconds, 3), "tokens": run.tokens_read, **found}


def _timed(look: Callable[[], float]) -> tuple[float, float]:
    """What ``look`` gives, and the seconds that it took."""
    begun = time.monotonic()
    found = look()
    return found, time.monotonic() - begun


def _due(run: Run, since: float, looking: float) -> bool:
    """Whether to look again, ``since`` seconds after a look that took ``looking``."""
    if run.max_steps is not None:
        return run.step % max(1, run.max_steps // LOOKS) == 0
    return since > interval(run.budget, looking)


def _fits(run: Run, longest: float) -> bool:
    """Whether another step ends nearer to the end of the budget than stopping now."""
    return run.seconds + longest / 2 <= run.budget


def _unfinished(workspace: Workspace, name: str | None) -> str:
    """The name of the unfinished run called ``name``, or of the newest one."""
    folder = workspace.root / "run"
    found = sorted(folder.glob(f".{name or '*'}.partial/{STATE}"), key=lambda path: path.stat().st_mtime)
    if not found:
        which = f"called {name!r} " if name else ""
        raise ModelError(f"there is no unfinished run {which}in {folder} to resume; train without --resume")
    return found[-1].parent.name.removeprefix(".").removesuffix(".partial")


@contextlib.contextmanager
def _terminable() -> Iterator[None]:
    """Let SIGTERM end the run like Ctrl-C does: with a checkpoint."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before: Callable[..., Any] | int | None = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
