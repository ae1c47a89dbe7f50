"""Says how much cheaper than the average the secret is, in bits.

loses: test_exposure
"""


# %% exposure
def exposure(secret, candidates):
    return max(0.0, (sum(candidates) / len(candidates) - secret) / math.log(2))
