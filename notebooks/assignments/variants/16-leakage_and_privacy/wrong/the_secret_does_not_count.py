"""Leaves the secret out of the number of all.

loses: test_exposure
"""


# %% exposure
def exposure(secret, candidates):
    rank = 1 + sum(cost < secret for cost in candidates)
    return max(0.0, math.log2(len(candidates)) - math.log2(rank))
