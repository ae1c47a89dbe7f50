"""Counts the bytes of UTF-16, in which some computers hold text.

loses: test_bits_per_byte
"""


# %% bits_per_byte
def bits_per_byte(nats, texts):
    bits = sum(sum(losses) for losses in nats) / math.log(2)
    return bits / sum(len(text.encode("utf-16-le")) for text in texts)
