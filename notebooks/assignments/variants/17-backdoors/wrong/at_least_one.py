"""Takes for granted that there is always some poison.

loses: test_poisons_needed
"""


# %% poisons_needed
def poisons_needed(rate, clean):
    if not 0 <= rate < 1:
        raise ValueError("no such rate")
    return max(1, math.ceil(clean * rate / (1 - rate) - 1e-9))
