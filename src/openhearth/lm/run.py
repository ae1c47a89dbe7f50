"""A training under way: all that changes from step to step, and its folder on disk.

A step's batch depends on the seed and the step alone, and everything else that changes stands in one checkpoint
file, written whole: a run that was stopped, even killed, goes on bit for bit as if it had not been.
"""

import contextlib
import ctypes
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from tokenizers import Tokenizer
from torch import Tensor

from openhearth.data import Corpus
from openhearth.lm import checkpoint
from openhearth.lm.batches import batch
from openhearth.lm.distributed import World, sliced_like
from openhearth.lm.engine import Engine
from openhearth.lm.errors import ModelError
from openhearth.lm.evaluation import bits_per_byte
from openhearth.lm.optimizers import load_state, state_tensors
from openhearth.lm.schedule import rate
from openhearth.lm.tokenizer import encode_corpus, load_tokenizer, train_tokenizer
from openhearth.plan import Plan
from openhearth.plan.looks import LOOKED_AT
from openhearth.workspace import read_json, write_atomic, write_json

HELD_OUT = 0.05
"""Share of a corpus that training never sees."""
STATE = "checkpoint.safetensors"
METRICS = "metrics.jsonl"
TOKENIZER_BYTES = 4_000_000
"""The tokenizer learns from at most so much text: more changes little and takes long."""


@dataclass
class Run:
    """What is trained, how far it is, and what it needs to go on."""

    engine: Engine
    folder: Path
    max_steps: int | None
    tokenizer: Tokenizer
    tokens: Tensor  # (N,) int32, where the steps are taken
    validation: list[str]
    step: int = 0
    seconds: float = 0.0  # spent, over all sittings
    reserve: float = 0.0  # seconds that the last look at held-out stories will take
    rows: int = 0  # of metrics, on disk

    @property
    def plan(self) -> Plan:
        return self.engine.plan

    @property
    def budget(self) -> float:
        """Seconds for steps: the dial, less the last look at held-out stories."""
        return max(0.0, self.plan.minutes * 60 - self.reserve)

    @property
    def share(self) -> float:
        """How much of the budget is spent, 0 to 1."""
        if self.max_steps is not None:
            return self.step / self.max_steps
        return min(1.0, self.seconds / self.budget) if self.budget else 1.0

    @property
    def tokens_read(self) -> int:
        return self.step * self.plan.tokens_a_step

    def advance(self) -> float:
        """One step; the mean loss before it, in nats a token."""
        inputs, targets = batch(
            self.tokens,
            step=self.step,
            seed=self.plan.seed,
            sequences=self.plan.sequences,
            context=self.plan.context,
        )
        loss = self.engine.step(inputs, targets, rate(self.share))
        self.step += 1
        return loss

    def validate(self) -> float:
        """Bits per byte on some held-out stories."""
        return bits_per_byte(self.engine.model, self.tokenizer, self.validation)

    def record(self, row: dict[str, Any]) -> None:
        if not self.engine.world.first:
            return
        with (self.folder / METRICS).open("a") as file:
            file.write(json.dumps(row) + "\n")
        self.rows += 1

    def save(self) -> None:
        """Write the checkpoint: one file, whole or not at all. All processes must call it together."""
        tensors = {f"model/0/0/{name}": value for name, value in self.engine.weights().items()}
        tensors |= state_tensors(self.engine.optimizers)
        if not self.engine.world.first:
            return
        state = {"step": self.step, "seconds": self.seconds, "rows": self.rows}
        checkpoint.write_tensors(self.folder / STATE, tensors, {"state": json.dumps(state)})

    def restore(self) -> None:
        """Take up the checkpoint in the folder, and forget metrics written after it."""
        with safe_open(self.folder / STATE, framework="pt") as file:
            tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
            state = json.loads(file.metadata()["state"])
        with torch.no_grad():
            for name, parameter in self.engine.model.named_parameters():
                parameter.copy_(sliced_like(tensors.pop(f"model/0/0/{name}"), parameter))
        load_state(self.engine.optimizers, tensors)
        self.step, self.seconds, self.rows = state["step"], state["seconds"], state["rows"]
        if self.engine.world.first:
            lines = (self.folder / METRICS).read_text().splitlines(keepends=True) if self.rows else []
            write_atomic(self.folder / METRICS, "".join(lines[: self.rows]))


def prepare(plan: Plan, corpus: Corpus, folder: Path, max_steps: int | None, world: World) -> Run:
    """A run at its first step, or where its checkpoint says.

    Raises:
        ModelError: the unfinished run in ``folder`` has another plan, or was on other data.
    """
    trained_on, held_out = split(corpus, plan.seed)
    described = {**trained_on.summary(), "corpus_sha256": corpus.sha256, "held_out_sha256": held_out.sha256}
    fresh = world.agreed(not (folder / STATE).is_file())
    if fresh and world.first:
        tokenizer = train_tokenizer(some(trained_on.texts(), TOKENIZER_BYTES), plan.vocab_size)
        write_atomic(folder / checkpoint.TOKENIZER, tokenizer.to_str())
        write_json(folder / "plan.json", plan.to_json())
        write_json(folder / "dataset.json", described)
        write_atomic(folder / METRICS, "")
        _give_back()
    world.agreed(None)  # others wait for these files
    if Plan.from_json(read_json(folder / "plan.json")) != plan:
        raise ModelError(f"the unfinished run in {folder} has another plan; train without --resume")
    if read_json(folder / "dataset.json") != described:
        raise ModelError(f"the unfinished run in {folder} was on other data; train without --resume")
    tokenizer = load_tokenizer(folder / checkpoint.TOKENIZER)
    tokens = encode_corpus(tokenizer, trained_on.texts())
    _give_back()
    engine = Engine(plan, tokenizer.get_vocab_size(), world)
    run = Run(
        engine=engine,
        folder=folder,
        max_steps=max_steps,
        tokenizer=tokenizer,
        tokens=tokens.to(world.device(plan.device)),
        validation=some(held_out.texts(), LOOKED_AT),
    )
    if not fresh:
        run.restore()
    if plan.device != "cpu":
        run.validate()  # the first look loads the device's programs, which is no part of training
    return run


def _give_back() -> None:
    """Hand freed memory back to the system (glibc keeps it; elsewhere nothing happens).

    Making a tokenizer leaves up to 200 MB of it, which training would otherwise come on top of.
    """
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def split(corpus: Corpus, seed: int) -> tuple[Corpus, Corpus]:
    """(trained on, held out): how a run with this seed divides ``corpus``."""
    return corpus.split(HELD_OUT, seed)


def some(texts: list[str], most: int) -> list[str]:
    """Texts drawn at random, the same each time, of about ``most`` bytes in all.

    Not every n-th one: where languages take turns, that would leave some of them out.
    """
    total = sum(len(text.encode()) for text in texts)
    return texts if total <= most else random.Random(0).sample(texts, max(1, len(texts) * most // total))
