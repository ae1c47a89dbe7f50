"""Forgets that a nat is not a bit.

loses: test_bits_per_byte
"""


# %% bits_per_byte
def bits_per_byte(nats, texts):
    return sum(sum(losses) for losses in nats) / sum(len(text.encode()) for text in texts)
