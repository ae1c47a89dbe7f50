"""Lets the library's own split decide and takes gradients in a loop that clears them afterwards."""

# %% split_by_family
import math

import torch

from openhearth import data


def split_by_family(stories, share, seed):
    corpus = data.Corpus(
        "exercise",
        tuple(
            data.Story(
                id=story["id"],
                language="sw",
                folder_language="sw",
                title="",
                pages=(story["id"],),
                licence="CC0-1.0",
                source="",
                family=story["family"],
            )
            for story in stories
        ),
    )
    return tuple([story.id for story in side.stories] for side in corpus.split(held_out=share, seed=seed))


# %% next_token_loss
def next_token_loss(logits, tokens):
    chances = torch.log_softmax(logits.double(), dim=-1)
    places = zip(chances, tokens, strict=True)
    return -torch.cat([row[:-1].gather(1, answer[1:, None]) for row, answer in places]).mean()


# %% train
def train(weights, batches, rate):
    weights = weights.clone().requires_grad_(True)
    losses = []
    for before, after in batches:
        loss = torch.nn.functional.cross_entropy(weights[before], after)
        loss.backward()
        with torch.no_grad():
            weights -= rate * weights.grad
            weights.grad.zero_()
        losses.append(loss.detach())
    return weights, losses


# %% learning_rate
def learning_rate(spent, peak, warm_up, decay):
    rising = spent / warm_up if warm_up else 1.0
    return peak * min(max((1 - spent) / decay, 0.0), rising, 1.0)


# %% bits_per_byte
def bits_per_byte(nats, texts):
    total = torch.tensor([loss for losses in nats for loss in losses], dtype=torch.float64).sum()
    return total / (math.log(2) * sum(len(text.encode()) for text in texts))
