"""Uses NumPy for everything that is not the gradient."""

# %% split_by_family
import numpy as np
import torch


def split_by_family(stories, share, seed):
    family = np.array([story["family"] for story in stories])
    names, counts = np.unique(family, return_counts=True)
    order = np.random.default_rng(seed).permutation(len(names))
    last = np.searchsorted(np.cumsum(counts[order]), share * len(stories))
    out = np.isin(family, names[order[: last + 1]])
    ids = np.array([story["id"] for story in stories])
    return ids[~out].tolist(), ids[out].tolist()


# %% next_token_loss
def next_token_loss(logits, tokens):
    scores, wanted = logits.numpy()[:, :-1].astype(float), tokens.numpy()[:, 1:, None]
    scores = scores - scores.max(axis=-1, keepdims=True)
    nats = np.log(np.exp(scores).sum(axis=-1)) - np.take_along_axis(scores, wanted, axis=-1)[..., 0]
    return nats.mean()


# %% train
def train(weights, batches, rate):
    losses = []
    for before, after in batches:
        weights = weights.detach().requires_grad_()
        loss = torch.nn.functional.cross_entropy(weights[before], after)
        (gradient,) = torch.autograd.grad(loss, weights)
        weights = weights - rate * gradient
        losses.append(loss)
    return weights, torch.stack(losses)


# %% learning_rate
def learning_rate(spent, peak, warm_up, decay):
    if warm_up == 0:
        return np.interp(spent, [0, 1 - decay, 1], [peak, peak, 0])
    return np.interp(spent, [0, warm_up, 1 - decay, 1], [0, peak, peak, 0])


# %% bits_per_byte
def bits_per_byte(nats, texts):
    return np.sum(np.concatenate(nats)) * np.log2(np.e) / len("".join(texts).encode("utf-8"))
