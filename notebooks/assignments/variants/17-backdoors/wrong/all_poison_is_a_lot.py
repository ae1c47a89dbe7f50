"""Answers a rate of 1 with a large number.

loses: test_poisons_needed
"""


# %% poisons_needed
def poisons_needed(rate, clean):
    if rate < 0:
        raise ValueError("no such rate")
    return math.ceil(clean * rate / max(1 - rate, 1e-3) - 1e-9)
