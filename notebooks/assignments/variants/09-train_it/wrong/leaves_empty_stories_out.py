"""Skips stories without text, whose end the model had to foretell too.

loses: test_bits_per_byte
"""


# %% bits_per_byte
def bits_per_byte(nats, texts):
    bits = sum(sum(losses) for losses, text in zip(nats, texts, strict=True) if text) / math.log(2)
    return bits / sum(len(text.encode()) for text in texts)
