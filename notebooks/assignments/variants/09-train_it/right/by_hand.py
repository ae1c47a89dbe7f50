"""Orders families by a hash, sums losses in loops, and works the gradient out on paper."""

# %% split_by_family
import hashlib
import math

import torch


def split_by_family(stories, share, seed):
    goal = share * len(stories)

    def rank(family):
        return hashlib.sha256(f"{seed}/{family}".encode()).hexdigest()

    held_out = set()
    for family in sorted({story["family"] for story in stories}, key=rank):
        members = {story["id"] for story in stories if story["family"] == family}
        if len(held_out) + len(members) <= goal:
            held_out |= members
    return {story["id"] for story in stories} - held_out, held_out


# %% next_token_loss
def next_token_loss(logits, tokens):
    nats = []
    for scores, row in zip(logits.tolist(), tokens.tolist(), strict=True):
        for t in range(len(row) - 1):
            top = max(scores[t])
            total = sum(math.exp(score - top) for score in scores[t])
            nats.append(top + math.log(total) - scores[t][row[t + 1]])
    return sum(nats) / len(nats)


# %% train
def train(weights, batches, rate):
    losses = []
    for before, after in batches:
        chances = torch.softmax(weights[before], dim=1)
        pairs = torch.arange(len(before))
        losses.append(-chances[pairs, after].log().mean())
        chances[pairs, after] -= 1
        weights = weights.index_add(0, before, chances, alpha=-rate / len(before))
    return weights, losses


# %% learning_rate
def learning_rate(spent, peak, warm_up, decay):
    if spent >= 1:
        return 0
    if spent > 1 - decay:
        return peak - peak * (spent - (1 - decay)) / decay
    if spent >= warm_up:
        return peak
    return spent / warm_up * peak


# %% bits_per_byte
def bits_per_byte(nats, texts):
    bits = size = 0
    for losses, text in zip(nats, texts, strict=True):
        size += len(bytearray(text, "utf8"))
        for loss in losses:
            bits -= math.log2(math.exp(-loss))
    return bits / size
