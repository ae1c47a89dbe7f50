"""A plan and a corpus in, a run out.

Notable:
- the clock decides: the learning rate follows the share of the dial that is spent, and no step begins that would
  end more than half a step past it (``max_steps`` counts steps instead);
- a step's batch depends on the seed and the step alone, and everything else that changes stands in one checkpoint
  file, written whole: a run that was stopped, even killed, goes on bit for bit as if it had not been;
- a run folder is a Hugging Face checkpoint with its plan, metrics and the description of its data beside it.
"""

import contextlib
import json
import math
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors import safe_open
from safetensors.torch import save as to_safetensors
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy

from openhearth import data
from openhearth.data import Corpus
from openhearth.lm import checkpoint
from openhearth.lm.batches import batch
from openhearth.lm.errors import ModelError
from openhearth.lm.evaluation import bits_per_byte
from openhearth.lm.model import Llama, ModelConfig
from openhearth.lm.optimizers import load_state, optimizers, set_rate, state_tensors
from openhearth.lm.progress import Display, display_for
from openhearth.lm.schedule import rate
from openhearth.lm.tokenizer import encode_corpus, load_tokenizer, train_tokenizer
from openhearth.plan import Plan
from openhearth.workspace import Artefact, Workspace, read_json, write_atomic, write_json

HELD_OUT = 0.05
"""Share of a corpus that training never sees."""
STATE = "checkpoint.safetensors"
METRICS = "metrics.jsonl"
TOKENIZER_BYTES = 4_000_000
"""The tokenizer learns from at most so much text: more changes little and takes long."""


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

    The corpus is kept too, as an artefact of kind "dataset", and named in the run's provenance.

    Args:
        corpus: a part of it is held out (`split`), the rest is trained on.
        name: of the run; default a time stamp.
        resume: go on with the unfinished run called ``name`` (default: the newest one).
        max_steps: stop after so many steps, whatever the clock says; the plan's minutes are then ignored.
        show: ``auto`` for a bar or a line, None for silence.
        checkpoint_every: seconds between checkpoints.

    Raises:
        ModelError: there is nothing to resume, or the loss is no longer a number.
        DataError: the corpus may not be trained on, or is too small.
    """
    corpus.for_use(for_training=True)
    if resume:
        name = _unfinished(workspace, name)
    dataset = data.save(corpus, workspace)
    settings = {"minutes": plan.minutes, "max_steps": max_steps}
    with workspace.create(
        "run", name, inputs=[dataset], seed=plan.seed, settings=settings, keep_partial=True
    ) as folder:
        run = _prepare(plan, corpus, folder, max_steps)
        with _threads(plan.threads), _terminable():
            display = display_for(show)
            try:
                _loop(run, display, checkpoint_every)
            except BaseException as error:
                if not isinstance(error, ModelError):
                    run.save()
                raise
            finally:
                display.close()
        checkpoint.save(run.model, run.tokenizer, folder)
        (folder / STATE).unlink(missing_ok=True)
        final = folder.name.removeprefix(".").removesuffix(".partial")
    return workspace.find("run", final)


def split(corpus: Corpus, seed: int) -> tuple[Corpus, Corpus]:
    """(trained on, held out): how a run with this seed divides ``corpus``."""
    return corpus.split(HELD_OUT, seed)


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


@dataclass
class _Run:
    """A training under way: all that changes from step to step, and what it needs."""

    plan: Plan
    folder: Path
    max_steps: int | None
    tokenizer: Tokenizer
    tokens: npt.NDArray[np.uint32]
    validation: list[str]
    model: Llama
    optimizers: list[torch.optim.Optimizer]
    step: int = 0
    seconds: float = 0.0  # spent, over all sittings
    rows: int = 0  # of metrics, on disk

    @property
    def share(self) -> float:
        """How much of the budget is spent, 0 to 1."""
        if self.max_steps is not None:
            return self.step / self.max_steps
        return min(1.0, self.seconds / (self.plan.minutes * 60))

    def save(self) -> None:
        """Write the checkpoint: one file, whole or not at all."""
        tensors = {
            f"model/0/0/{name}": value.detach().cpu().clone() for name, value in self.model.named_parameters()
        }
        state = {"step": self.step, "seconds": self.seconds, "rows": self.rows}
        content = to_safetensors(
            tensors | state_tensors(self.optimizers), metadata={"state": json.dumps(state)}
        )
        write_atomic(self.folder / STATE, content)

    def restore(self) -> None:
        """Take up the checkpoint in the folder, and forget metrics written after it."""
        with safe_open(self.folder / STATE, framework="pt") as file:
            tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
            state = json.loads(file.metadata()["state"])
        with torch.no_grad():
            for name, parameter in self.model.named_parameters():
                parameter.copy_(tensors.pop(f"model/0/0/{name}"))
        load_state(self.optimizers, tensors)
        self.step, self.seconds, self.rows = state["step"], state["seconds"], state["rows"]
        lines = (self.folder / METRICS).read_text().splitlines(keepends=True) if self.rows else []
        write_atomic(self.folder / METRICS, "".join(lines[: self.rows]))

    def record(self, row: dict[str, Any]) -> None:
        with (self.folder / METRICS).open("a") as file:
            file.write(json.dumps(row) + "\n")
        self.rows += 1


def _prepare(plan: Plan, corpus: Corpus, folder: Path, max_steps: int | None) -> _Run:
    """A run at its first step, or where its checkpoint says."""
    fresh = not (folder / STATE).is_file()
    trained_on, held_out = split(corpus, plan.seed)
    if fresh:
        tokenizer = train_tokenizer(_some(trained_on.texts(), TOKENIZER_BYTES), plan.vocab_size)
        write_atomic(folder / checkpoint.TOKENIZER, tokenizer.to_str())
        write_json(folder / "plan.json", plan.to_json())
        described = {
            **trained_on.summary(),
            "corpus_sha256": corpus.sha256,
            "held_out_sha256": held_out.sha256,
        }
        write_json(folder / "dataset.json", described)
        write_atomic(folder / METRICS, "")
    elif Plan.from_json(read_json(folder / "plan.json")) != plan:
        raise ModelError(f"the unfinished run in {folder} has another plan; train without --resume")
    elif read_json(folder / "dataset.json")["corpus_sha256"] != corpus.sha256:
        raise ModelError(f"the unfinished run in {folder} was on other data; train without --resume")
    tokenizer = load_tokenizer(folder / checkpoint.TOKENIZER)
    torch.manual_seed(plan.seed)
    config = ModelConfig(
        vocab_size=tokenizer.get_vocab_size(),
        width=plan.width,
        layers=plan.layers,
        heads=plan.heads,
        kv_heads=plan.kv_heads,
        hidden=plan.hidden,
        context=plan.context,
    )
    model = Llama(config, getattr(torch, plan.dtype)).to(plan.device)
    run = _Run(
        plan=plan,
        folder=folder,
        max_steps=max_steps,
        tokenizer=tokenizer,
        tokens=encode_corpus(tokenizer, trained_on.texts()),
        validation=_some(held_out.texts(), 20_000),
        model=model,
        optimizers=optimizers(model, plan),
    )
    if not fresh:
        run.restore()
    return run


def _loop(run: _Run, display: Display, checkpoint_every: float) -> None:
    """Steps until the budget is spent; the clock runs only here."""
    started, before = time.monotonic(), run.seconds
    saved = checked = started
    scaler = torch.amp.GradScaler(run.plan.device, enabled=run.plan.dtype == "float16")
    longest = 0.0
    while run.share < 1 and (run.max_steps is not None or _fits(run, longest)):
        begun = time.monotonic()
        loss = _step(run, scaler)
        run.step += 1
        now = time.monotonic()
        longest = max(longest * 0.9, now - begun)
        run.seconds = before + now - started
        row: dict[str, Any] = {
            "step": run.step,
            "seconds": round(run.seconds, 3),
            "tokens": run.step * run.plan.tokens_a_step,
            "loss": loss,
            "learning_rate": run.optimizers[-1].param_groups[0]["lr"],
        }
        if not math.isfinite(loss):
            raise ModelError(
                f"the loss is {loss} at step {run.step}; lower the learning rate, or use another seed"
            )
        if run.step == 1 or _due(run, now - checked):
            row["validation_bits_per_byte"] = _validate(run)
            checked = time.monotonic()
        run.record(row)
        display.update(run.share, _line(run, loss))
        if now - saved > checkpoint_every:
            run.save()
            saved = time.monotonic()
        run.seconds = before + time.monotonic() - started
    run.record(
        {
            "step": run.step,
            "seconds": round(run.seconds, 3),
            "tokens": run.step * run.plan.tokens_a_step,
            "validation_bits_per_byte": _validate(run),
        }
    )
    display.update(1.0, _line(run, loss) if run.step else "nothing left to do")


def _step(run: _Run, scaler: torch.amp.GradScaler) -> float:
    """One update of the weights; the mean loss in nats a token before it.

    Where the device's memory runs out, the micro-batch is halved and the step done again on the same tokens.
    """
    plan = run.plan
    set_rate(run.optimizers, plan, rate(run.share))
    inputs, targets = batch(
        run.tokens,
        step=run.step,
        seed=plan.seed,
        sequences=plan.micro_batch * plan.accumulation,
        context=plan.context,
    )
    inputs, targets = inputs.to(plan.device), targets.to(plan.device)
    total = 0.0
    try:
        for x, y in zip(inputs.chunk(plan.accumulation), targets.chunk(plan.accumulation), strict=True):
            loss = cross_entropy(run.model(x).flatten(0, 1), y.flatten()) / plan.accumulation
            scaler.scale(loss).backward()
            total += loss.item()
    except torch.OutOfMemoryError:
        if plan.micro_batch == 1:
            raise ModelError(
                "the device's memory does not hold a single sequence; plan a smaller model"
            ) from None
        run.plan = replace(plan, micro_batch=plan.micro_batch // 2, accumulation=plan.accumulation * 2)
        run.model.zero_grad(set_to_none=True)
        return _step(run, scaler)
    for optimizer in run.optimizers:
        scaler.unscale_(optimizer)
    torch.nn.utils.clip_grad_norm_(run.model.parameters(), 1.0)
    for optimizer in run.optimizers:
        scaler.step(optimizer)
        optimizer.zero_grad(set_to_none=True)
    scaler.update()
    return total


def _validate(run: _Run) -> float:
    return bits_per_byte(run.model, run.tokenizer, run.validation)


def _due(run: _Run, since: float) -> bool:
    """Whether to look at the held-out stories: about twelve times a run."""
    if run.max_steps is not None:
        return run.step % max(1, run.max_steps // 12) == 0
    return since > run.plan.minutes * 60 / 12


def _fits(run: _Run, longest: float) -> bool:
    """Whether another step ends nearer to the dial than stopping now."""
    return run.seconds + longest / 2 <= run.plan.minutes * 60


def _line(run: _Run, loss: float) -> str:
    speed = run.step * run.plan.tokens_a_step / max(run.seconds, 1e-9)
    left = (
        f"{run.max_steps - run.step} steps"
        if run.max_steps
        else f"{max(0.0, run.plan.minutes * 60 - run.seconds):.0f} s"
    )
    return f"loss {loss:.3f} nats a token, {speed:,.0f} tokens/s, {left} left"


def _some(texts: list[str], most: int) -> list[str]:
    """Texts drawn at random, the same each time, of about ``most`` bytes in all.

    Not every n-th one: where languages take turns, that would leave some of them out.
    """
    total = sum(len(text.encode()) for text in texts)
    return texts if total <= most else random.Random(0).sample(texts, max(1, len(texts) * most // total))


def _unfinished(workspace: Workspace, name: str | None) -> str:
    """The name of the unfinished run called ``name``, or of the newest one."""
    folder = workspace.root / "run"
    found = sorted(folder.glob(f".{name or '*'}.partial/{STATE}"), key=lambda path: path.stat().st_mtime)
    if not found:
        which = f"called {name!r} " if name else ""
        raise ModelError(f"there is no unfinished run {which}in {folder} to resume; train without --resume")
    return found[-1].parent.name.removeprefix(".").removesuffix(".partial")


@contextlib.contextmanager
def _threads(count: int) -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


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
