"""Asks for two standard deviations, as if one more run were to be predicted.

loses: test_gain
"""


# %% gain
def gain(old, new):
    differences = [old[seed] - new[seed] for seed in old.keys() & new.keys()]
    if len(differences) < 2:
        raise ValueError("too few")
    mean = sum(differences) / len(differences)
    variance = sum((one - mean) ** 2 for one in differences) / (len(differences) - 1)
    return mean, abs(mean) > 2 * variance**0.5
