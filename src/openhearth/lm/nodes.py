"""Autograd nodes written by hand: the parts of a training step that PyTorch passes over memory for too often on a CPU.

Each is checked against numerical gradients. Shapes: N = B·T tokens in rows, D width, H heads, E = D / H, F hidden,
V vocabulary.
"""

import math
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import Function, once_differentiable
from torch.nn import functional as F

HEAD_ROWS = 512
"""Tokens whose scores are held at once: 4 MB of float32 for a vocabulary of 2,048."""
QUERIES = 64
"""Queries whose attention is computed at once: with all of them together half of the scores lie in the future."""


class Norm(Function):
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


class Heads(Function):
    """Queries, keys and values of each head, the first two turned by their position: (B·T, 3·D) -> 3 × (B, H, T, E).

    A pair of neighbouring values is one complex number, and ``turn`` (2, T, E/2) holds what it is multiplied by: in a
    query, and in a key.
    """

    @staticmethod
    def forward(ctx: Any, qkv: Tensor, turn: Tensor) -> tuple[Tensor, ...]:  # type: ignore[override]
        _, length, half = turn.shape
        ctx.save_for_backward(turn)
        apart = qkv.view(-1, length, 3, qkv.shape[1] // (6 * half), 2 * half).permute(2, 0, 3, 1, 4)
        found = torch.empty(apart.shape, dtype=qkv.dtype)  # (3, B, H, T, E)
        for i in range(3):
            found[i] = _turned(apart[i], turn[i]) if i < 2 else apart[i]
        return found.unbind()

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        (turn,), (batch, heads, length, width) = ctx.saved_tensors, gradients[0].shape
        result = gradients[0].new_empty(batch, length, 3, heads, width)
        for i, g in enumerate(gradients):
            result[:, :, i] = (_turned(g, turn[i].conj()) if i < 2 else g).transpose(1, 2)
        return result.view(batch * length, -1), None


def _turned(x: Tensor, turn: Tensor) -> Tensor:
    """Each pair of (..., T, E) turned, in float32 or better."""
    pairs = x.to(_accurate(x), memory_format=torch.contiguous_format).unflatten(-1, (-1, 2))
    return torch.view_as_real(torch.view_as_complex(pairs) * turn).flatten(-2)


class Attention(Function):
    """Causal attention, a few queries at a time with the keys up to theirs: 3 × (G, T, E) -> (G, T, E).

    Forward and backward take 0.67 to 0.94 of the fused one's time in float32 and 0.21 to 0.55 in bfloat16 (128 to 2,048
    tokens, one core). Scores are plain products: who wants them scaled scales the queries.
    """

    @staticmethod
    def forward(ctx: Any, q: Tensor, k: Tensor, v: Tensor) -> Tensor:  # type: ignore[override]
        seen, shares, future = torch.empty_like(q), [], _future(q)
        for start, end in _blocks(q):
            scores = torch.bmm(q[:, start:end], k[:, :end].mT)  # (G, ≤ QUERIES, end)
            scores[:, :, start:] += future[: end - start, : end - start]
            shares.append(scores.softmax(dim=-1))
            torch.bmm(shares[-1], v[:, :end], out=seen[:, start:end])
        ctx.save_for_backward(q, k, v, *shares)
        return seen

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, g: Tensor) -> tuple[Tensor, Tensor, Tensor]:  # type: ignore[override]
        q, k, v, *shares = ctx.saved_tensors
        to_q, to_k, to_v = torch.empty_like(q), torch.zeros_like(k), torch.zeros_like(v)
        for (start, end), share in zip(_blocks(q), shares, strict=True):
            upstream = g[:, start:end]
            to_share = torch.bmm(upstream, v[:, :end].mT)
            to_scores = torch.ops.aten._softmax_backward_data(to_share, share, -1, share.dtype)
            torch.bmm(to_scores, k[:, :end], out=to_q[:, start:end])
            to_k[:, :end].baddbmm_(to_scores.mT, q[:, start:end])
            to_v[:, :end].baddbmm_(share.mT, upstream)
        return to_q, to_k, to_v


def _blocks(q: Tensor) -> list[tuple[int, int]]:
    """From which query to which, for each part."""
    length = q.shape[1]
    return [(start, min(length, start + QUERIES)) for start in range(0, length, QUERIES)]


def _future(like: Tensor) -> Tensor:
    """Minus infinity where a key comes after the query, among those of one part."""
    return like.new_full((QUERIES, QUERIES), -math.inf).triu_(1)


class SwiGLU(Function):
    """silu(gate) · up: 2 × (N, F) -> (N, F)."""

    @staticmethod
    def forward(ctx: Any, gate: Tensor, up: Tensor) -> Tensor:  # type: ignore[override]
        open_ = F.silu(gate)
        ctx.save_for_backward(gate, up, open_)
        return open_ * up

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, g: Tensor) -> tuple[Tensor, Tensor]:  # type: ignore[override]
        gate, up, open_ = ctx.saved_tensors
        return torch.ops.aten.silu_backward(g * up, gate), g * open_


class HeadLoss(Function):
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


def _accurate(x: Tensor) -> torch.dtype:
    """What sums over ``x`` are kept in."""
    return torch.promote_types(x.dtype, torch.float32)
