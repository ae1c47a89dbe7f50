"""Autograd nodes written by hand: the parts of a training step that PyTorch passes over memory for too often on a CPU.

Each is checked against numerical gradients. Shapes: N = B·T tokens in rows, D width, H heads, E = D / H, F hidden,
V vocabulary, G = B·H.
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
        y, scale = _normed(x, eps)
        ctx.save_for_backward(y, scale)
        return y

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, g: Tensor) -> tuple[Tensor, None]:  # type: ignore[override]
        y, scale = ctx.saved_tensors
        return _tangent(g, y).mul_(scale), None


class SelfAttention(Function):
    """x and what its tokens gather from those before them: (N, D), (3·D, D), (D, D) -> (N, D).

    Rows of ``qkv`` give queries, keys and values of each head. A pair of neighbouring values is one complex number, and
    ``turn`` (2, T, E/2) holds what it is multiplied by: in a query, and in a key. Scores are plain products: who wants
    them scaled scales the queries' turn.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, qkv: Tensor, out: Tensor, turn: Tensor, eps: float) -> Tensor:  # type: ignore[override]
        y, scale = _normed(x, eps)
        seen, kept = attended(y @ qkv.T, turn)
        ctx.save_for_backward(y, scale, qkv, out, turn, seen, *kept)
        return torch.addmm(x, seen, out.T)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, g: Tensor) -> tuple[Tensor | None, ...]:  # type: ignore[override]
        y, scale, qkv, out, turn, seen, *kept = ctx.saved_tensors
        to_heads = attended_backward(g @ out, turn, kept)
        to_x = torch.addcmul(g, _tangent(to_heads @ qkv, y), scale)
        return to_x, to_heads.T @ y, g.T @ seen, None, None


class FeedForward(Function):
    """x and SwiGLU of it: (N, D), 2 × (F, D), (D, F) -> (N, D)."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, gate: Tensor, up: Tensor, down: Tensor, eps: float) -> Tensor:  # type: ignore[override]
        y, scale = _normed(x, eps)
        shut, wide = y @ gate.T, y @ up.T  # (N, F)
        open_ = F.silu(shut)
        hidden = open_ * wide
        ctx.save_for_backward(y, scale, gate, up, down, shut, wide, open_, hidden)
        return torch.addmm(x, hidden, down.T)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, g: Tensor) -> tuple[Tensor | None, ...]:  # type: ignore[override]
        y, scale, gate, up, down, shut, wide, open_, hidden = ctx.saved_tensors
        to_hidden = g @ down
        to_wide = to_hidden * open_
        to_shut = torch.ops.aten.silu_backward(to_hidden.mul_(wide), shut)
        to_y = (to_shut @ gate).addmm_(to_wide, up)
        to_x = torch.addcmul(g, _tangent(to_y, y), scale)
        return to_x, to_shut.T @ y, to_wide.T @ y, g.T @ hidden, None


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


def _normed(x: Tensor, eps: float) -> tuple[Tensor, Tensor]:
    """x over its root mean square, and one over that: (N, D), (N, 1)."""
    length = torch.linalg.vector_norm(x, dim=-1, keepdim=True, dtype=_accurate(x))
    scale = (length.square_() / x.shape[-1] + eps).rsqrt_().to(x.dtype)
    return x * scale, scale


def _tangent(g: Tensor, y: Tensor) -> Tensor:
    """What of ``g`` does not lie along the normed ``y``, row by row: the part that norming lets through."""
    along = torch.linalg.vecdot(g, y).unsqueeze(-1).div_(-y.shape[-1])
    return torch.addcmul(g, y, along)


def attended(heads: Tensor, turn: Tensor) -> tuple[Tensor, list[Tensor]]:
    """Causal attention, a few queries at a time with the keys up to theirs: (N, 3·D) -> (N, D), and what to keep."""
    q, k, v = _apart(heads, turn)
    k = _turned(k, turn[1]).to(heads.dtype).flatten(0, 1)  # (G, T, E)
    v = v.flatten(0, 1).contiguous()
    length, future = k.shape[1], _future(heads)
    seen = heads.new_empty(len(q), length, *q.shape[1::2])  # (B, T, H, E)
    kept = [k, v]
    for start, end in _blocks(length):
        asked = _turned(q[:, :, start:end], turn[0, start:end]).to(heads.dtype).flatten(0, 1)
        scores = asked @ k[:, :end].contiguous().mT  # (G, ≤ QUERIES, end)
        scores[:, :, start:] += future[: end - start, : end - start]
        share = scores.softmax(dim=-1)
        gathered = share @ v[:, :end].contiguous()
        seen[:, start:end] = gathered.view(len(q), -1, *gathered.shape[1:]).transpose(1, 2)
        kept += [asked, share]
    return seen.view(len(heads), -1), kept


def attended_backward(g: Tensor, turn: Tensor, kept: list[Tensor]) -> Tensor:
    """From the gradient of what `attended` returned to that of ``heads``: (N, D) -> (N, 3·D)."""
    k, v, *blocks = kept
    length, width = k.shape[1:]
    g = g.view(-1, length, g.shape[1] // width, width)  # (B, T, H, E)
    result = g.new_empty(len(g), length, 3, *g.shape[2:])
    to_q, to_k, to_v = (result[:, :, i].transpose(1, 2) for i in range(3))  # (B, H, T, E)
    keys, values = torch.zeros_like(k), torch.zeros_like(v)
    for (start, end), asked, share in zip(_blocks(length), blocks[::2], blocks[1::2], strict=True):
        upstream = g[:, start:end].transpose(1, 2).flatten(0, 1)
        to_share = upstream @ v[:, :end].contiguous().mT
        to_scores = torch.ops.aten._softmax_backward_data(to_share, share, -1, share.dtype)
        to_asked = (to_scores @ k[:, :end].contiguous()).view(to_q[:, :, start:end].shape)
        to_q[:, :, start:end] = _turned(to_asked, turn[0, start:end].conj())
        keys[:, :end] += to_scores.mT @ asked
        values[:, :end] += share.mT @ upstream
    to_k.copy_(_turned(keys.view(to_k.shape), turn[1].conj()))
    to_v.copy_(values.view(to_v.shape))
    return result.view(-1, 3 * g.shape[2] * width)


def _apart(heads: Tensor, turn: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Queries, keys and values as views: (N, 3·D) -> 3 × (B, H, T, E)."""
    _, length, half = turn.shape
    q, k, v = heads.view(-1, length, 3, heads.shape[1] // (6 * half), 2 * half).permute(2, 0, 3, 1, 4)
    return q, k, v


def _turned(x: Tensor, turn: Tensor) -> Tensor:
    """Each pair of (..., T, E) turned, in float32 or better."""
    pairs = torch.empty(x.shape, dtype=_accurate(x)).copy_(x)
    torch.view_as_complex(pairs.unflatten(-1, (-1, 2))).mul_(turn)
    return pairs


def _blocks(length: int) -> list[tuple[int, int]]:
    """From which query to which, for each part."""
    return [(start, min(length, start + QUERIES)) for start in range(0, length, QUERIES)]


def _future(like: Tensor) -> Tensor:
    """Minus infinity where a key comes after the query, among those of one part."""
    return like.new_full((QUERIES, QUERIES), -math.inf).triu_(1)


def _accurate(x: Tensor) -> torch.dtype:
    """What sums over ``x`` are kept in."""
    return torch.promote_types(x.dtype, torch.float32)
