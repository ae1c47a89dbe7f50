"""Asks whether all that was looked at is good, not whether all that is asked for is there.

loses: test_decide
"""


# %% decide
def decide(tier, tiers, found):
    if tier not in tiers:
        return False, ["tier"]
    missing = [what for what in found if found[what] is not True]
    return not missing, missing
