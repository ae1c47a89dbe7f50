"""One step of training: forward, backward, update, on whatever computes here.

Notable:
- the loss takes the quickest path that computes it: on a CPU the hand-written one (`lm.fast`), elsewhere the
  reference model, compiled where the plan says so;
- on one CUDA device the whole step is recorded once and played back (`lm.recorded`);
- where the device's memory runs out, the micro-batch is halved and the step done again on the same tokens;
- with several processes each reads its own rows of the step's batch (`lm.distributed`).
"""

import contextlib
import ctypes
import platform
from collections.abc import Iterator
from dataclasses import replace

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from openhearth.lm import fast
from openhearth.lm.distributed import World, full, parallel
from openhearth.lm.errors import ModelError
from openhearth.lm.model import Llama, ModelConfig
from openhearth.lm.optimizers import optimizers, set_rate
from openhearth.lm.recorded import Recorded, recordable
from openhearth.plan import Plan

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, LARGEST = -1, -3, 32 << 20
"""Of glibc's `mallopt`; and the bytes from which a block is mapped by itself: where its own adjusting ends."""
CLIP = 1.0
"""The longest gradient, over all parameters, that an update sees."""


class Objective(nn.Module):
    """The mean cross-entropy of a model, in nats a token: (B, T), (B, T) -> ()."""

    def __init__(self, model: Llama, plan: Plan) -> None:
        super().__init__()
        self.model = model
        self.hand_written = plan.parallel != "fsdp" and fast.supports(model, plan.device)

    def forward(self, tokens: Tensor, targets: Tensor, micro_batch: int) -> Tensor:
        if self.hand_written:
            return fast.loss(self.model, tokens, targets, micro_batch)
        return cross_entropy(self.model(tokens).flatten(0, 1), targets.flatten())


class Engine:
    """A model, its optimizers, and the step that moves them."""

    def __init__(self, plan: Plan, vocab_size: int, world: World | None = None) -> None:
        """Weights drawn from the plan's seed.

        Raises:
            ModelError: the plan's device is not there or does not hold the model.
        """
        self.plan, self.world = plan, world or World()
        torch.manual_seed(plan.seed)
        self.model = Llama(model_config(plan, vocab_size), getattr(torch, plan.dtype))
        try:
            self.model.to(self.world.device(plan.device))
        except (RuntimeError, AssertionError) as error:  # no driver, no device, or no memory on it
            reason = str(error).splitlines()[0]
            raise ModelError(
                f"{plan.device} cannot take the model ({reason}); free it, or set OPENHEARTH_ACCELERATOR=cpu"
            ) from None
        objective: nn.Module = Objective(self.model, plan)
        self.splits_itself = objective.hand_written  # whole steps into micro-batches
        if plan.compile:
            objective.compile()
        self.objective = parallel(objective, self.model, plan, self.world)
        self.optimizers = optimizers(self.model, plan)
        self.scaler = torch.amp.GradScaler(plan.device, enabled=plan.dtype == "float16")
        self.recorded = Recorded(self._moved) if recordable(plan, self.world) else None

    def step(self, inputs: Tensor, targets: Tensor, rate: float) -> float:
        """One update of the weights at ``rate`` times the peak learning rate.

        Args:
            inputs, targets: the whole step's tokens, (sequences, context) each, int64.

        Returns:
            The mean loss before it, in nats a token.

        Raises:
            ModelError: not even one sequence fits the device, or the device failed.
        """
        set_rate(self.optimizers, self.plan, rate)
        device = self.world.device(self.plan.device)
        inputs, targets = (self.world.rows(part).to(device) for part in (inputs, targets))
        return self.world.mean(self._taken(inputs, targets))

    def _taken(self, inputs: Tensor, targets: Tensor) -> float:
        """The step, again with half the micro-batch where the device's memory runs out."""
        plan = self.plan
        try:
            return float((self.recorded or self._moved)(inputs, targets))
        except torch.OutOfMemoryError:
            if plan.micro_batch == 1 or self.world.size > 1:
                raise ModelError(
                    f"{plan.device}'s memory does not hold {plan.micro_batch} sequences of {plan.context} tokens; "
                    "give fewer minutes, or free the device"
                ) from None
        except RuntimeError as error:
            if plan.device == "cpu":
                raise
            reason = str(error).splitlines()[0]
            raise ModelError(
                f"{plan.device} failed in the middle of a step ({reason}); resume the run"
            ) from None
        # Outside of `except`, so that what the failed pass held is free again.
        self.plan = replace(plan, micro_batch=plan.micro_batch // 2, accumulation=plan.accumulation * 2)
        self.model.zero_grad(set_to_none=True)
        if self.recorded is not None:
            self.recorded.forget()
        return self._taken(inputs, targets)

    def _moved(self, inputs: Tensor, targets: Tensor) -> Tensor:
        """Forward, backward, update: nothing in it waits for the device, so that it can be recorded."""
        plan = self.plan
        at_once = len(inputs) if self.splits_itself else plan.micro_batch
        parts = list(zip(inputs.split(at_once), targets.split(at_once), strict=True))
        total = torch.zeros((), device=inputs.device)
        for i, (x, y) in enumerate(parts):
            with self._synchronised(last=i == len(parts) - 1):
                loss = self.objective(x, y, plan.micro_batch) * (len(x) / len(inputs))
                self.scaler.scale(loss).backward()
            total += loss.detach()
        for optimizer in self.optimizers:
            self.scaler.unscale_(optimizer)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), CLIP)
        for optimizer in self.optimizers:
            self.scaler.step(optimizer)
            optimizer.zero_grad(set_to_none=True)
        self.scaler.update()
        return total

    def _synchronised(self, *, last: bool) -> contextlib.AbstractContextManager[None]:
        """Exchange gradients between processes with a step's last micro-batch only."""
        if isinstance(self.objective, nn.parallel.DistributedDataParallel) and not last:
            return self.objective.no_sync()
        return contextlib.nullcontext()

    def weights(self) -> dict[str, Tensor]:
        """Every parameter whole and on the CPU, by name. All processes must ask together."""
        return {name: full(value).detach().cpu() for name, value in self.model.named_parameters()}


def model_config(plan: Plan, vocab_size: int) -> ModelConfig:
    """The shape that ``plan`` chose, over a tokenizer of ``vocab_size``."""
    return ModelConfig(
        vocab_size=vocab_size,
        width=plan.width,
        layers=plan.layers,
        heads=plan.heads,
        kv_heads=plan.kv_heads,
        hidden=plan.hidden,
        context=plan.context,
    )


@contextlib.contextmanager
def computing(threads: int) -> Iterator[None]:
    """How training computes on a CPU: on ``threads`` threads, with numbers too small to matter taken as zero.

    A confident model's probabilities fall below 1e-38, where products run ten times slower.
    """
    before = torch.get_num_threads()
    torch.set_flush_denormal(True)
    torch.set_num_threads(threads)
    try:
        with _memory_kept():
            yield
    finally:
        torch.set_num_threads(before)
        torch.set_flush_denormal(False)


@contextlib.contextmanager
def _memory_kept() -> Iterator[None]:
    """Have the C library keep what one step frees for the next: asking the kernel again costs up to a tenth of a step.

    What is free before and after goes back. Where the library is not glibc nothing is done. Source: mallopt(3).
    """
    if platform.libc_ver()[0] != "glibc":
        yield
        return
    libc = ctypes.CDLL(None)
    libc.malloc_trim(0)
    libc.mallopt(M_TRIM_THRESHOLD, 1 << 30)
    libc.mallopt(M_MMAP_THRESHOLD, LARGEST)
    try:
        yield
    finally:
        libc.mallopt(M_TRIM_THRESHOLD, 2 * LARGEST)
        libc.malloc_trim(0)
