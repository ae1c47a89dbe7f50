"""Takes three to one for two thirds of all weight.

loses: test_fewest
"""


# %% fewest
def fewest(weights, majority):
    heavy = sorted(weights, reverse=True)
    for people in range(1, len(heavy) + 1):
        ours, others = sum(heavy[:people]), sum(heavy[people:])
        if ours > others and ours >= (1 - 1 / majority) * sum(weights):
            return people
    return len(heavy)
