"""Multiplies a rate in seconds by a time in minutes.

loses: test_choose_size
"""

# %% choose_size
def choose_size(rate, minutes, sizes):
    best = (rate * minutes / 120) ** 0.5
    return max((size for size in sizes if size <= best), default=min(sizes))
