"""Counts people, as if all votes were equal.

loses: test_fewest
"""


# %% fewest
def fewest(weights, majority):
    heavy = [1] * len(weights)
    for people in range(1, len(heavy) + 1):
        ours, others = sum(heavy[:people]), sum(heavy[people:])
        if ours > others and ours >= majority * others:
            return people
    return len(heavy)
