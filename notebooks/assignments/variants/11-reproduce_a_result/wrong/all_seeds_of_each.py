"""Takes the means of all seeds of each recipe, those that only one of them has as well.

loses: test_gain
"""


# %% gain
def gain(old, new):
    both = old.keys() & new.keys()
    if len(both) < 2:
        raise ValueError("too few")
    differences = [old[seed] - new[seed] for seed in both]
    mean = sum(old.values()) / len(old) - sum(new.values()) / len(new)
    middle = sum(differences) / len(differences)
    variance = sum((one - middle) ** 2 for one in differences) / (len(differences) - 1)
    return mean, abs(mean) > 2 * (variance / len(differences)) ** 0.5
