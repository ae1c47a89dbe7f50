"""Takes a tier that nobody has heard of for one that asks for nothing.

loses: test_decide
"""


# %% decide
def decide(tier, tiers, found):
    missing = [what for what in tiers.get(tier, []) if found.get(what) is not True]
    return not missing, missing
