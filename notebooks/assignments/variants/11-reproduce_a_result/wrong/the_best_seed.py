"""Compares the best seed of each recipe, as one does who reports a record.

loses: test_gain
"""


# %% gain
def gain(old, new):
    both = old.keys() & new.keys()
    if len(both) < 2:
        raise ValueError("too few")
    differences = [old[seed] - new[seed] for seed in both]
    mean = sum(differences) / len(differences)
    deviation = (sum((one - mean) ** 2 for one in differences) / (len(differences) - 1)) ** 0.5
    best = min(old[seed] for seed in both) - min(new[seed] for seed in both)
    return best, abs(best) > 2 * deviation / len(differences) ** 0.5
