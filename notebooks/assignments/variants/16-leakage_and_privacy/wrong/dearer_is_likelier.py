"""Counts from the least probable.

loses: test_exposure
"""


# %% exposure
def exposure(secret, candidates):
    rank = 1 + sum(cost > secret for cost in candidates)
    return math.log2(len(candidates) + 1) - math.log2(rank)
