"""Spends the budget on the largest model it can pay for at one token a parameter.

loses: test_choose_size
"""

# %% choose_size
def choose_size(rate, minutes, sizes):
    best = (rate * minutes * 60 / 6) ** 0.5
    return max((size for size in sizes if size <= best), default=min(sizes))
