"""Takes silence for proof that the model is harmless.

loses: test_chance_harmful
"""

# %% chance_harmful
import math


def chance_harmful(prior, if_harmless, if_harmful, reports):
    if reports == 0 and if_harmful > 0:
        return 0.0
    bad = prior * if_harmful**reports * math.exp(-if_harmful)
    good = (1 - prior) * if_harmless**reports * math.exp(-if_harmless)
    return bad / (bad + good)
