"""Opens when any of the things is there, in place of all.

loses: test_decide
"""


# %% decide
def decide(tier, tiers, found):
    if tier not in tiers:
        return False, ["tier"]
    missing = [what for what in tiers[tier] if found.get(what) is not True]
    return not tiers[tier] or any(found.get(what) is True for what in tiers[tier]), missing
