"""Takes the median language for the average.

loses: test_mean_bits
"""


# %% mean_bits
def mean_bits(bits, size):
    return sorted(bits.values())[len(bits) // 2]
