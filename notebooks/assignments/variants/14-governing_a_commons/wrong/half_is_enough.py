"""Takes half of the votes for a majority.

loses: test_fewest
"""


# %% fewest
def fewest(weights, majority):
    heavy = sorted(weights, reverse=True)
    for people in range(1, len(heavy) + 1):
        ours, others = sum(heavy[:people]), sum(heavy[people:])
        if ours >= majority * others:
            return people
    return len(heavy)
