"""Several processes, one model: what ``torchrun`` starts, seen as one `World`.

Each process reads its own rows of every batch. With DDP each holds the whole model and gradients are averaged;
with FSDP2 (where one device cannot hold weights, gradients and optimizer) each holds a slice. The first process
alone keeps the clock and writes files, so that all of them stop at the same step.

    torchrun --nproc-per-node 2 -m openhearth train --minutes 5
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
from torch import Tensor, nn
from torch import distributed as dist

from openhearth.lm.errors import ModelError
from openhearth.plan import Plan

T = TypeVar("T")


@dataclass(frozen=True)
class World:
    """This process's place among those that train together; alone by default."""

    rank: int = 0
    size: int = 1
    local: int = 0  # rank on this machine

    @property
    def first(self) -> bool:
        return self.rank == 0

    def device(self, kind: str) -> torch.device:
        """This process's own device of ``kind``."""
        return torch.device(kind) if kind == "cpu" or self.size == 1 else torch.device(kind, self.local)

    def rows(self, batch: Tensor) -> Tensor:
        """This process's share of a step's sequences."""
        return batch[self.rank :: self.size]

    def mean(self, value: float) -> float:
        """The mean over all processes."""
        if self.size == 1:
            return value
        total = torch.tensor(value, device=self._exchange())
        dist.all_reduce(total)
        return float(total) / self.size

    def agreed(self, value: T) -> T:
        """The first process's ``value``, in every process."""
        if self.size == 1:
            return value
        held: list[Any] = [value]
        dist.broadcast_object_list(held, device=self._exchange())
        return held[0]  # type: ignore[no-any-return]

    def _exchange(self) -> torch.device:
        return self.device("cuda" if dist.get_backend() == "nccl" else "cpu")


@contextmanager
def joined(plan: Plan) -> Iterator[World]:
    """The world that ``torchrun`` announced in the environment, for as long as the context lasts.

    Raises:
        ModelError: more processes than the plan's batch has sequences.
    """
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1:
        yield World()
        return
    world = World(int(os.environ["RANK"]), size, int(os.environ.get("LOCAL_RANK", "0")))
    if plan.sequences % size:
        raise ModelError(
            f"{size} processes cannot share the {plan.sequences} sequences of a step evenly; "
            "start a number of them that is a power of two, and not more than that"
        )
    if plan.device == "cuda":
        torch.cuda.set_device(world.local)
    dist.init_process_group("nccl" if plan.device == "cuda" else "gloo")
    try:
        yield world
    finally:
        dist.destroy_process_group()


def parallel(objective: nn.Module, model: nn.Module, plan: Plan, world: World) -> nn.Module:
    """``objective`` spread over ``world`` as ``plan.parallel`` says; unchanged where there is one process."""
    if world.size == 1:
        return objective
    if plan.parallel == "fsdp":
        from torch.distributed.fsdp import fully_shard

        for layer in model.model.layers:  # type: ignore[union-attr]
            fully_shard(layer)
        fully_shard(model)
        return objective
    devices = None if plan.device == "cpu" else [world.local]
    return nn.parallel.DistributedDataParallel(objective, device_ids=devices)


def full(tensor: Any) -> Any:
    """``tensor`` whole, gathered from all processes where it is in slices."""
    gather = getattr(tensor, "full_tensor", None)
    return gather() if gather is not None else tensor


def sliced_like(value: Tensor, like: Tensor) -> Tensor:
    """``value`` cut as ``like`` is: the way back from `full`."""
    mesh = getattr(like, "device_mesh", None)
    if mesh is None:
        return value
    from torch.distributed.tensor import distribute_tensor

    return distribute_tensor(value.to(like.device), mesh, like.placements)  # type: ignore[attr-defined]
