"""Adds bits per byte and divides by the bytes, mixing a rate with an amount.

loses: test_mean_bits
"""


# %% mean_bits
def mean_bits(bits, size):
    return sum(bits.values()) / sum(size.values())
