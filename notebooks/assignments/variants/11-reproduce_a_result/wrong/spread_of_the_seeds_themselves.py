"""Takes the spread of the losses for that of the differences, and throws the pairs away.

loses: test_gain
"""


# %% gain
def gain(old, new):
    both = sorted(old.keys() & new.keys())
    if len(both) < 2:
        raise ValueError("too few")

    def mean(values):
        return sum(values) / len(values)

    def variance(values):
        return sum((one - mean(values)) ** 2 for one in values) / (len(values) - 1)

    mine, yours = [old[seed] for seed in both], [new[seed] for seed in both]
    error = ((variance(mine) + variance(yours)) / len(both)) ** 0.5
    return mean(mine) - mean(yours), abs(mean(mine) - mean(yours)) > 2 * error
