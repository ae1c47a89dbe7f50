"""Gives probabilities to a loss that wants scores, so softmax is taken twice.

loses: test_next_token_loss
"""


# %% next_token_loss
def next_token_loss(logits, tokens):
    chances = logits[:, :-1].softmax(dim=-1)
    return cross_entropy(chances.flatten(0, 1), tokens[:, 1:].flatten())
