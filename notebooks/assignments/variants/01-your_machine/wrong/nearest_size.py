"""Takes the nearest size, also where that is more than the budget pays for.

loses: test_choose_size
"""

# %% choose_size
def choose_size(rate, minutes, sizes):
    best = (rate * minutes * 60 / 120) ** 0.5
    return min(sizes, key=lambda size: abs(size - best))
