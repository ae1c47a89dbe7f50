"""Sums over the places, so longer rows look worse.

loses: test_next_token_loss
"""


# %% next_token_loss
def next_token_loss(logits, tokens):
    return cross_entropy(logits[:, :-1].flatten(0, 1), tokens[:, 1:].flatten(), reduction="sum")
