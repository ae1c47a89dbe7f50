"""Rounds to the nearest number, and now and then stays below the rate.

loses: test_poisons_needed
"""


# %% poisons_needed
def poisons_needed(rate, clean):
    if not 0 <= rate < 1:
        raise ValueError("no such rate")
    return round(clean * rate / (1 - rate))
