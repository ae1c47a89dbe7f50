"""Lets the lightest votes join first: that is the most people, not the fewest.

loses: test_fewest
"""


# %% fewest
def fewest(weights, majority):
    heavy = sorted(weights)
    for people in range(1, len(heavy) + 1):
        ours, others = sum(heavy[:people]), sum(heavy[people:])
        if ours > others and ours >= majority * others:
            return people
    return len(heavy)
