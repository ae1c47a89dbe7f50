"""A training step recorded as one CUDA graph: the device plays back what Python would launch kernel by kernel.

A small model's kernels end sooner than Python can launch the next; played back, nothing waits for Python. Source:
PyTorch's notes on CUDA graphs (torch.cuda.CUDAGraph): what is recorded must neither wait for the device nor read
numbers from Python that change, so learning rates are tensors on the device, and inputs are copied to where the
recording reads them.
"""

from collections.abc import Callable
from functools import cache

import torch
from torch import Tensor

from openhearth.lm.distributed import World
from openhearth.plan import Plan

FIRST = 3
"""Steps taken the usual way before recording: libraries, optimizer state and compiled code must be there."""


def recordable(plan: Plan, world: World) -> bool:
    """Whether the step of ``plan`` can be recorded: on one CUDA device, and without float16.

    In float16 the scaler must look at the gradients before it knows whether to step at all.
    """
    return plan.device == "cuda" and world.size == 1 and plan.dtype != "float16"


@cache
def aside() -> torch.cuda.Stream:
    """The stream of every recording: libraries set memory aside for each stream that they see."""
    return torch.cuda.Stream()


class Recorded:
    """``work(inputs, targets) -> loss``, played back from the fourth call on."""

    def __init__(self, work: Callable[[Tensor, Tensor], Tensor]) -> None:
        self.work, self.aside = work, aside()
        self.forget()

    def forget(self) -> None:
        """Record anew: what the work is has changed."""
        self.taken = 0
        self.graph: torch.cuda.CUDAGraph | None = None

    def __call__(self, inputs: Tensor, targets: Tensor) -> Tensor:
        if self.graph is None and self.taken < FIRST:
            self.taken += 1
            return self._aside(inputs, targets)
        graph = self.graph or self._record(inputs, targets)
        if inputs.shape != self.inputs.shape:
            return self._aside(inputs, targets)
        self.inputs.copy_(inputs)
        self.targets.copy_(targets)
        graph.replay()
        return self.loss

    def _aside(self, inputs: Tensor, targets: Tensor) -> Tensor:
        """The work itself, on the stream that recording will use."""
        self.aside.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(self.aside):
            loss = self.work(inputs, targets)
        torch.cuda.current_stream().wait_stream(self.aside)
        return loss

    def _record(self, inputs: Tensor, targets: Tensor) -> torch.cuda.CUDAGraph:
        self.inputs, self.targets = inputs.clone(), targets.clone()
        torch.cuda.synchronize()
        torch.cuda.empty_cache()  # the recording has memory of its own
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph, stream=self.aside):
            self.loss = self.work(self.inputs, self.targets)
        self.graph = graph
        return graph
