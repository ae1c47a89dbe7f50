"""Averages over the stories, so that a short one counts as much as a long one.

loses: test_bits_per_byte
"""


# %% bits_per_byte
def bits_per_byte(nats, texts):
    each = [
        sum(losses) / math.log(2) / len(text.encode())
        for losses, text in zip(nats, texts, strict=True)
        if text
    ]
    return sum(each) / len(each)
