"""Averages the languages unweighted, as if each had the same amount of text.

loses: test_mean_bits
"""


# %% mean_bits
def mean_bits(bits, size):
    return sum(bits.values()) / len(bits)
