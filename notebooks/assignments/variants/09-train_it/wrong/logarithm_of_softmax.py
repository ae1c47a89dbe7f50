"""Takes the logarithm of a probability that has become zero, which gives infinity.

loses: test_next_token_loss
"""


# %% next_token_loss
def next_token_loss(logits, tokens):
    chances = logits[:, :-1].softmax(dim=-1)
    return -chances.gather(-1, tokens[:, 1:, None]).log().mean()
