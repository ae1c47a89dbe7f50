"""Points as complex numbers, a mask that is renormalised, NumPy's reshape, and a model counted on the meta device."""


# %% rotary
def rotary(x, theta):
    half = x.shape[1] // 2
    points = torch.complex(x[:, :half], x[:, half:])
    angle = torch.arange(len(x))[:, None] * theta ** (-torch.arange(half) / half)
    turned = points * torch.exp(1j * angle)
    return torch.cat([turned.real, turned.imag], dim=1)


# %% causal_attention
def causal_attention(q, k, v):
    weights = torch.exp(q @ k.T / q.shape[1] ** 0.5).tril()
    return weights / weights.sum(dim=1, keepdim=True) @ v


# %% inputs_and_targets
import numpy as np


def inputs_and_targets(ids, context):
    ids = np.array(ids)
    used = (len(ids) - 1) // context * context
    return ids[:used].reshape(-1, context), ids[1 : used + 1].reshape(-1, context)


# %% parameters
from openhearth.lm import Llama, ModelConfig


def parameters(shape):
    with torch.device("meta"):
        model = Llama(ModelConfig(context=1, **shape))
    return sum({id(p): p.numel() for p in model.parameters()}.values())
