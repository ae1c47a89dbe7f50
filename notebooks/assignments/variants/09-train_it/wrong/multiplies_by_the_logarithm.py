"""Multiplies by the logarithm of 2 where it should divide.

loses: test_bits_per_byte
"""


# %% bits_per_byte
def bits_per_byte(nats, texts):
    bits = sum(sum(losses) for losses in nats) * math.log(2)
    return bits / sum(len(text.encode()) for text in texts)
