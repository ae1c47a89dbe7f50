"""Takes the rate as a share of the clean examples.

loses: test_poisons_needed
"""


# %% poisons_needed
def poisons_needed(rate, clean):
    if not 0 <= rate < 1:
        raise ValueError("no such rate")
    return math.ceil(rate * clean - 1e-9)
