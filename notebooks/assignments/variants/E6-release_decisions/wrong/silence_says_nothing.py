"""Lets each report count against the model, and forgets that missing ones count for it.

loses: test_chance_harmful
"""


# %% chance_harmful
def chance_harmful(prior, if_harmless, if_harmful, reports):
    if if_harmless == if_harmful:
        return prior
    bad = prior * if_harmful**reports
    good = (1 - prior) * if_harmless**reports
    return bad / (bad + good)
