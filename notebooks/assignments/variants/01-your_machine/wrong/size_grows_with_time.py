"""Lets the model grow in proportion to the time, reading the same million tokens always.

loses: test_choose_size
"""

# %% choose_size
def choose_size(rate, minutes, sizes):
    best = rate * minutes * 60 / (6 * 1_000_000)
    return max((size for size in sizes if size <= best), default=min(sizes))
