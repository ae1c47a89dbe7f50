"""Compares each score with the token just read, not with the next one.

loses: test_next_token_loss
"""


# %% next_token_loss
def next_token_loss(logits, tokens):
    return cross_entropy(logits.flatten(0, 1), tokens.flatten())
