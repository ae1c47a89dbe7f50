"""Divides the reports by those that a harmful model would have led to.

loses: test_chance_harmful
"""


# %% chance_harmful
def chance_harmful(prior, if_harmless, if_harmful, reports):
    if if_harmless == if_harmful:
        return prior
    return min(1.0, reports / if_harmful)
