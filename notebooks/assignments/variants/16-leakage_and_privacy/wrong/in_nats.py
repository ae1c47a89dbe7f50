"""Takes the natural logarithm.

loses: test_exposure
"""


# %% exposure
def exposure(secret, candidates):
    rank = 1 + sum(cost < secret for cost in candidates)
    return math.log(len(candidates) + 1) - math.log(rank)
