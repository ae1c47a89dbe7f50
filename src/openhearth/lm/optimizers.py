"""Muon for matrices, AdamW for the rest; and their state as plain tensors, so that no pickle is needed."""

from typing import Any

import torch
from torch import Tensor, nn

from openhearth.plan import Plan


def optimizers(model: nn.Module, plan: Plan) -> list[torch.optim.Optimizer]:
    """The optimizers that ``plan`` asks for, over all parameters of ``model``, each once.

    Muon (Jordan et al. 2024) makes each update of a matrix nearly orthogonal. It is for the matrices of the
    layers; embeddings, head and gains take AdamW.
    """
    named = list(model.named_parameters())
    matrices = [p for name, p in named if p.ndim == 2 and ".layers." in name]
    chosen = {id(p) for p in matrices} if plan.optimizer == "muon" else set()
    rest = [p for _, p in named if id(p) not in chosen]
    groups = [
        {"params": [p for p in rest if p.ndim == 2], "weight_decay": 0.0 if chosen else 0.1},
        {"params": [p for p in rest if p.ndim != 2], "weight_decay": 0.0},
    ]
    adamw = torch.optim.AdamW(groups, lr=plan.learning_rate, betas=(0.9, 0.95), fused=True)
    if not chosen:
        return [adamw]
    return [torch.optim.Muon(matrices, lr=plan.matrix_learning_rate, weight_decay=0.1), adamw]


def set_rate(found: list[torch.optim.Optimizer], plan: Plan, factor: float) -> None:
    """Give every optimizer its peak rate times ``factor``."""
    for optimizer in found:
        peak = plan.matrix_learning_rate if isinstance(optimizer, torch.optim.Muon) else plan.learning_rate
        for group in optimizer.param_groups:
            group["lr"] = peak * factor


def state_tensors(found: list[torch.optim.Optimizer]) -> dict[str, Tensor]:
    """All state as ``{"optimizer/INDEX/PARAMETER/NAME": tensor}``."""
    tensors = {}
    for i, optimizer in enumerate(found):
        for parameter, state in optimizer.state_dict()["state"].items():
            for name, value in state.items():
                tensors[f"optimizer/{i}/{parameter}/{name}"] = torch.as_tensor(value).detach().cpu().clone()
    return tensors


def load_state(found: list[torch.optim.Optimizer], tensors: dict[str, Tensor]) -> None:
    """Give the optimizers the state that `state_tensors` took."""
    for i, optimizer in enumerate(found):
        state: dict[int, dict[str, Any]] = {}
        for key, value in tensors.items():
            kind, index, parameter, name = key.split("/")
            if kind == "optimizer" and int(index) == i:
                state.setdefault(int(parameter), {})[name] = value
        optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})
