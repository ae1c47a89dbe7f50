"""Takes every text for a yes, unknown too.

loses: test_decide
"""


# %% decide
def decide(tier, tiers, found):
    if tier not in tiers:
        return False, ["tier"]
    missing = [what for what in tiers[tier] if not found.get(what)]
    return not missing, missing
