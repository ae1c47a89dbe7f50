"""The training loss of `lm.model.Llama`, several passes over memory shorter on a CPU.

Notable:
- the same parameters and the same mathematics as the reference (a test holds loss and every gradient equal);
- gains move into the next matrix, whose grid is smaller than the activations'; query, key and value are one product;
  the residual is added by the product that writes it;
- rotary positions are one multiplication of complex numbers: rows of the query and key matrices are put in pairs;
- matrices are put together and cast once a step: its micro-batches run inside one autograd node, which hands on the
  sum of their gradients;
- each layer is two autograd nodes written by hand (`lm.nodes`).

Shapes: N = B·T tokens in rows, D width, H heads, E = D / H.
"""

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import Function, once_differentiable
from torch.nn import functional as F

from openhearth.lm.model import Llama, ModelConfig, rotations
from openhearth.lm.nodes import FeedForward, HeadLoss, Norm, SelfAttention

EMBEDDING, HEAD, LAYERS = 0, 1, 2
"""Where the list of matrices has what; from ``LAYERS`` on there are five for each layer."""


def supports(model: Llama, device: str) -> bool:
    """Whether `loss` can stand in for the reference: on a CPU, without grouped queries."""
    return device == "cpu" and model.config.heads == model.config.kv_heads


def loss(model: Llama, tokens: Tensor, targets: Tensor, micro_batch: int | None = None) -> Tensor:
    """Mean cross-entropy of ``model`` in nats a token: what the reference gives, sooner.

    Args:
        tokens, targets: (B, T) int64.
        micro_batch: sequences computed at once, so that activations of no more are held; all of them by default.
    """
    result: Tensor = _Summed.apply(model, tokens, targets, micro_batch or len(tokens), *_matrices(model))  # type: ignore[no-untyped-call]
    return result


def _matrices(model: Llama) -> list[Tensor]:
    """What the products multiply with: the embedding, the head, then each layer's, gains folded in. All in float32."""
    config = model.config
    found = [model.model.embed_tokens.weight, model.lm_head.weight * model.model.norm.weight]
    block: Any  # torch says only that it is some module
    for block in model.model.layers:
        at, mlp, gain = block.self_attn, block.mlp, block.post_attention_layernorm.weight
        qkv = torch.cat(
            (_paired(at.q_proj.weight, config), _paired(at.k_proj.weight, config), at.v_proj.weight)
        )
        found += [qkv * block.input_layernorm.weight, at.o_proj.weight]
        found += [mlp.gate_proj.weight * gain, mlp.up_proj.weight * gain, mlp.down_proj.weight]
    return found


def _paired(weight: Tensor, config: ModelConfig) -> Tensor:
    """Rows (H, 2, E/2) of a query or key matrix as (H, E/2, 2): what turns together stands together."""
    return weight.view(config.heads, 2, -1, config.width).transpose(1, 2).reshape(weight.shape)


class _Summed(Function):
    """The mean loss of a batch, micro-batch by micro-batch, with the sum of their gradients made on the way."""

    @staticmethod
    def forward(
        ctx: Any, model: Llama, tokens: Tensor, targets: Tensor, at_once: int, *matrices: Tensor
    ) -> Tensor:  # type: ignore[override]
        dtype = model.compute_dtype
        leaves = [m.detach().to(m.dtype if i == EMBEDDING else dtype) for i, m in enumerate(matrices)]
        leaves = [leaf.requires_grad_() for leaf in leaves]
        total = torch.zeros(())
        sums: list[Tensor] = []
        for x, y in zip(tokens.split(at_once), targets.split(at_once), strict=True):
            with torch.enable_grad():
                part = _loss(model.config, leaves, x, y) * (len(x) / len(tokens))
            gradients = list(torch.autograd.grad(part, leaves))
            total += part.detach()
            if sums:
                torch._foreach_add_(sums, gradients)
            else:
                sums = [g.to(m.dtype) for g, m in zip(gradients, matrices, strict=True)]
        ctx.save_for_backward(*sums)
        return total

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, g: Tensor) -> tuple[Tensor | None, ...]:  # type: ignore[override]
        return None, None, None, None, *torch._foreach_mul(ctx.saved_tensors, g)


def _loss(config: ModelConfig, matrices: list[Tensor], tokens: Tensor, targets: Tensor) -> Tensor:
    cos, sin = rotations(config, 0, tokens.shape[1], tokens.device)
    turn = torch.complex(cos, sin)
    turn = torch.stack((turn * config.head_width**-0.5, turn))  # (2, T, E/2): queries are scaled on the way
    x = F.embedding(tokens.reshape(-1), matrices[EMBEDDING]).to(matrices[HEAD].dtype)  # (N, D)
    for at in range(LAYERS, len(matrices), 5):
        qkv, out, gate, up, down = matrices[at : at + 5]
        x = SelfAttention.apply(x, qkv, out, turn, config.norm_eps)  # type: ignore[no-untyped-call]
        x = FeedForward.apply(x, gate, up, down, config.norm_eps)  # type: ignore[no-untyped-call]
    x = Norm.apply(x, config.norm_eps)  # type: ignore[no-untyped-call]
    result: Tensor = HeadLoss.apply(x, matrices[HEAD], targets.reshape(-1))  # type: ignore[no-untyped-call]
    return result
