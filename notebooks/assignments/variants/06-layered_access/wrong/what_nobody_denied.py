"""Opens unless something was found to be wrong: allowed by default.

loses: test_decide
"""


# %% decide
def decide(tier, tiers, found):
    if tier not in tiers:
        return False, ["tier"]
    missing = [what for what in tiers[tier] if found.get(what, True) is not True]
    return not missing, missing
