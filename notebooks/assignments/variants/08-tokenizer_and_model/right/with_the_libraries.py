"""Calls what torch and the course's own library have for it."""


# %% merge_step
from collections import Counter
from itertools import pairwise


def merge_step(words):
    pairs = Counter()
    for word, count in words.items():
        for pair in pairwise(word):
            pairs[pair] += count
    most = max(pairs.values())
    best = min(pair for pair, count in pairs.items() if count == most)
    after = Counter()
    for word, count in words.items():
        row = []
        for token in word:
            if row and (row[-1], token) == best and not just_joined:
                row[-1] += token
                just_joined = True
            else:
                row.append(token)
                just_joined = False
        after[tuple(row)] += count
    return best, after


# %% rotary
from openhearth.lm.model import ModelConfig, rotate, rotations


def rotary(x, theta):
    time, width = x.shape
    config = ModelConfig(1, width, 1, 1, 1, 1, time, rope_theta=theta)
    return rotate(x, *rotations(config, 0, time, x.device))


# %% causal_attention
def causal_attention(q, k, v):
    q, k, v = q[None], k[None], v[None]
    return torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)[0]


# %% inputs_and_targets
def inputs_and_targets(ids, context):
    windows = torch.tensor(ids).unfold(0, context + 1, context)
    return windows[:, :-1], windows[:, 1:]


# %% parameters
from openhearth.lm import ModelConfig, parameter_count


def parameters(shape):
    return parameter_count(ModelConfig(context=1, **shape))
