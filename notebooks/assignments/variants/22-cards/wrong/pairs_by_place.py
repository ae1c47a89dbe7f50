"""Pairs the two dictionaries by position and trusts that both are in one order.

loses: test_mean_bits
"""


# %% mean_bits
def mean_bits(bits, size):
    return sum(b * n for b, n in zip(bits.values(), size.values())) / sum(size.values())
