"""Divides by characters, of which some take four bytes.

loses: test_bits_per_byte
"""


# %% bits_per_byte
def bits_per_byte(nats, texts):
    bits = sum(sum(losses) for losses in nats) / math.log(2)
    return bits / sum(len(text) for text in texts)
