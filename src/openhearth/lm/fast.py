"""The training loss of `lm.model.Llama`, several passes over memory shorter on a CPU.

Notable:
- the same parameters and the same mathematics as the reference (a test holds loss and every gradient equal);
- gains move into the next matrix, whose grid is smaller than the activations'; query, key and value are one
  product, so are gate and up; the residual is added by the product that writes it;
- rotary positions are one multiplication of complex numbers: rows of the query and key matrices are put in pairs;
- RMSNorm, SwiGLU and the head with its cross-entropy are autograd nodes written by hand: the head works on a few
  hundred tokens at a time, so that scores for the whole vocabulary never leave the cache.

Shapes: N = B·T tokens in rows, D width, H heads, E = D / H, F hidden, V vocabulary.
"""

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import Function, once_differentiable
from torch.nn import functional as F

from openhearth.lm.model import Llama, attend, rotations

HEAD_ROWS = 512
"""Tokens whose scores are held at once: 4 MB of float32 for a vocabulary of 2,048."""


def supports(model: Llama, device: str) -> bool:
    """Whether `loss` can stand in for the reference: on a CPU, without grouped queries."""
    return device == "cpu" and model.config.heads == model.config.kv_heads


def loss(model: Llama, tokens: Tensor, targets: Tensor) -> Tensor:
    """Mean cross-entropy of ``model`` in nats a token: what the reference gives, sooner.

    Args:
        tokens, targets: (B, T) int64.
    """
    config = model.config
    (batch, length), dtype = tokens.shape, model.compute_dtype
    turn = torch.polar(torch.ones(()), _angles(model, length))[:, None, None]  # (T, 1, 1, E/2), complex
    x = F.embedding(tokens.reshape(-1), model.model.embed_tokens.weight).to(dtype)  # (N, D)
    block: Any  # torch says only that it is some module
    for block in model.model.layers:
        at, mlp = block.self_attn, block.mlp
        qkv = torch.cat(
            (_paired(at.q_proj.weight, config), _paired(at.k_proj.weight, config), at.v_proj.weight)
        )
        qkv = _linear(_norm(x, config.norm_eps), qkv * block.input_layernorm.weight)
        qk, v = qkv.view(batch, length, 3, config.heads, -1).split((2, 1), dim=2)
        q, k = _turned(qk, turn).unbind(2)
        seen = attend(q.transpose(1, 2), k.transpose(1, 2), v.squeeze(2).transpose(1, 2))  # (B, H, T, E)
        x = torch.addmm(x, seen.transpose(1, 2).reshape(x.shape), at.o_proj.weight.to(dtype).T)
        gate_up = (
            torch.cat((mlp.gate_proj.weight, mlp.up_proj.weight)) * block.post_attention_layernorm.weight
        )
        hidden: Tensor = _SwiGLU.apply(_linear(_norm(x, config.norm_eps), gate_up))  # type: ignore[no-untyped-call]
        x = torch.addmm(x, hidden, mlp.down_proj.weight.to(dtype).T)
    head = (model.lm_head.weight * model.model.norm.weight).to(dtype)
    result: Tensor = _HeadLoss.apply(_norm(x, config.norm_eps), head, targets.reshape(-1))  # type: ignore[no-untyped-call]
    return result


def _angles(model: Llama, length: int) -> Tensor:
    cos, sin = rotations(model.config, 0, length, model.lm_head.weight.device)
    return torch.atan2(sin, cos)


def _paired(weight: Tensor, config: Any) -> Tensor:
    """Rows (H, 2, E/2) of a query or key matrix as (H, E/2, 2): what turns together stands together."""
    return weight.view(config.heads, 2, -1, config.width).transpose(1, 2).reshape(weight.shape)


def _turned(qk: Tensor, turn: Tensor) -> Tensor:
    """Each pair of (B, T, 2, H, E) turned by its position's angle."""
    pairs = torch.view_as_complex(qk.float().unflatten(-1, (-1, 2)))
    return torch.view_as_real(pairs * turn).flatten(-2).to(qk.dtype)


def _linear(x: Tensor, weight: Tensor) -> Tensor:
    return F.linear(x, weight.to(x.dtype))


def _norm(x: Tensor, eps: float) -> Tensor:
    y: Tensor = _Norm.apply(x, eps)  # type: ignore[no-untyped-call]
    return y


def _accurate(x: Tensor) -> torch.dtype:
    """What sums over ``x`` are kept in."""
    return torch.promote_types(x.dtype, torch.float32)


class _Norm(Function):
    """x over its root mean square, row by row, without a gain: (N, D) -> (N, D)."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, eps: float) -> Tensor:  # type: ignore[override]
        length = torch.linalg.vector_norm(x, dim=-1, keepdim=True, dtype=_accurate(x))
        scale = (length.square_() / x.shape[-1] + eps).rsqrt_().to(x.dtype)  # (N, 1)
        y = x * scale
        ctx.save_for_backward(y, scale)
        return y

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, g: Tensor) -> tuple[Tensor, None]:  # type: ignore[override]
        y, scale = ctx.saved_tensors
        along = torch.linalg.vecdot(g, y).unsqueeze(-1).div_(-y.shape[-1])
        return torch.addcmul(g, y, along).mul_(scale), None


class _SwiGLU(Function):
    """silu(gate) · up: (N, 2F) -> (N, F)."""

    @staticmethod
    def forward(ctx: Any, gate_up: Tensor) -> Tensor:  # type: ignore[override]
        gate, up = gate_up.chunk(2, dim=-1)
        open_ = F.silu(gate)
        ctx.save_for_backward(gate_up, open_)
        return open_ * up

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, g: Tensor) -> Tensor:  # type: ignore[override]
        gate_up, open_ = ctx.saved_tensors
        gate, up = gate_up.chunk(2, dim=-1)
        result = torch.empty_like(gate_up)
        to_gate, to_up = result.chunk(2, dim=-1)
        torch.mul(g, open_, out=to_up)
        torch.ops.aten.silu_backward.grad_input(g * up, gate, grad_input=to_gate)
        return result


class _HeadLoss(Function):
    """Mean cross-entropy of the scores x·Wᵀ, with both gradients made on the way: (N, D), (V, D), (N,) -> ()."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, targets: Tensor) -> Tensor:  # type: ignore[override]
        to_x, to_weight = torch.empty_like(x), torch.zeros_like(weight, dtype=_accurate(x))
        total = torch.zeros((), dtype=_accurate(x))
        for rows in range(0, len(x), HEAD_ROWS):
            part, wanted = x[rows : rows + HEAD_ROWS], targets[rows : rows + HEAD_ROWS, None]
            scores = torch.log_softmax((part @ weight.T).to(_accurate(x)), dim=-1)
            total -= scores.gather(1, wanted).sum()
            error = scores.exp_().scatter_add_(1, wanted, scores.new_full(wanted.shape, -1.0)).to(x.dtype)
            torch.mm(error, weight, out=to_x[rows : rows + HEAD_ROWS])
            if x.dtype == to_weight.dtype:
                to_weight.addmm_(error.T, part)
            else:
                to_weight += error.T @ part
        ctx.save_for_backward(to_x, to_weight)
        ctx.dtype = weight.dtype
        return total / len(x)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, g: Tensor) -> tuple[Tensor, Tensor, None]:  # type: ignore[override]
        to_x, to_weight = ctx.saved_tensors
        g = g / len(to_x)
        return to_x * g.to(to_x.dtype), (to_weight * g).to(ctx.dtype), None
