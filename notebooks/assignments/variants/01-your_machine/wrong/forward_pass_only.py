"""Counts the forward pass only, 2 FLOP for each parameter and token, as if the backward pass were free.

loses: test_choose_size
"""

# %% choose_size
def choose_size(rate, minutes, sizes):
    best = (rate * minutes * 60 / (2 * 20)) ** 0.5
    return max((size for size in sizes if size <= best), default=min(sizes))
