"""Joins the rows before it shifts, so each row is to foretell how the next begins.

loses: test_next_token_loss
"""


# %% next_token_loss
def next_token_loss(logits, tokens):
    return cross_entropy(logits.flatten(0, 1)[:-1], tokens.flatten()[1:])
