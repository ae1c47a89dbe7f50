"""A plan: a model and its training, with what is predicted of it and why each choice was made."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from openhearth.errors import OpenhearthError
from openhearth.plan.shapes import Shape


class PlanError(OpenhearthError):
    """No plan fits what was asked."""


@dataclass(frozen=True)
class Prediction:
    """What a plan says will happen."""

    seconds: float  # of training, the looks at held-out stories included
    bytes: int  # peak: resident memory on a CPU, device memory on a GPU
    tokens: int  # read in training
    steps: int
    flops_per_second: float  # that training reaches, not the peak
    energy_wh: float  # an estimate from typical power, not a measurement
    energy_interval: tuple[float, float]
    loss: float  # bits per byte on held-out text
    loss_interval: tuple[float, float]  # nine of ten runs


@dataclass(frozen=True)
class Plan:
    """A model and its training, fitted to one machine and one number of minutes."""

    minutes: float
    width: int
    layers: int
    heads: int
    kv_heads: int
    hidden: int  # of the feed-forward part
    context: int  # tokens
    vocab_size: int
    micro_batch: int  # sequences computed at once, in each process
    accumulation: int  # micro-batches a step, in each process
    dtype: str
    device: str
    threads: int
    processes: int  # that train together, one a device
    parallel: str  # none, ddp (each holds the model) or fsdp (each a slice)
    compile: bool
    optimizer: str  # muon: Muon for matrices, AdamW for the rest; adamw: AdamW for all
    learning_rate: float  # AdamW's peak
    matrix_learning_rate: float  # Muon's peak
    weight_decay: float  # of matrices
    seed: int
    parameters: int  # all of them; embedding and head are one matrix
    peak_flops: float  # dense FLOP/s of matrix products alone, of all devices
    measured: bool  # whether the speed was measured on the machine, or on a GPU of the same name
    predicted: Prediction
    reasons: dict[str, str]

    @property
    def shape(self) -> Shape:
        return Shape(self.width, self.layers)

    @property
    def sequences(self) -> int:
        """Of a step, over all processes."""
        return self.micro_batch * self.accumulation * self.processes

    @property
    def tokens_a_step(self) -> int:
        return self.sequences * self.context

    @property
    def flops_a_token(self) -> int:
        return self.shape.flops_a_token(self.vocab_size)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Plan":
        """The plan that `to_json` wrote.

        Raises:
            PlanError: a field is missing or unknown; the message names it.
        """
        predicted = value.get("predicted")
        for kind, given in ((cls, value), (Prediction, predicted if isinstance(predicted, Mapping) else {})):
            odd = sorted({field.name for field in fields(kind)} ^ set(given))
            if odd:
                raise PlanError(f"the plan's field {odd[0]!r} is missing or unknown; make the plan again")
        assert isinstance(predicted, Mapping)
        intervals = {name: tuple(predicted[name]) for name in ("energy_interval", "loss_interval")}
        return cls(**{**value, "predicted": Prediction(**{**predicted, **intervals})})
