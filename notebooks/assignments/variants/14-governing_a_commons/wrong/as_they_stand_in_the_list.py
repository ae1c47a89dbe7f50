"""Lets people join in the order of the list, not the weightiest first.

loses: test_fewest
"""


# %% fewest
def fewest(weights, majority):
    heavy = list(weights)
    for people in range(1, len(heavy) + 1):
        ours, others = sum(heavy[:people]), sum(heavy[people:])
        if ours > others and ours >= majority * others:
            return people
    return len(heavy)
