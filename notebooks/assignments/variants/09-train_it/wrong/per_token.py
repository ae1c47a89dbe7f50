"""Divides by tokens, so that a tokenizer with shorter ones looks better.

loses: test_bits_per_byte
"""


# %% bits_per_byte
def bits_per_byte(nats, texts):
    losses = [loss for story in nats for loss in story]
    return sum(losses) / len(losses) / math.log(2)
