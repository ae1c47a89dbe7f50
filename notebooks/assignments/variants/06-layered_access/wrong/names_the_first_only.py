"""Stops at the first thing that is missing, so that people come back again and again.

loses: test_decide
"""


# %% decide
def decide(tier, tiers, found):
    if tier not in tiers:
        return False, ["tier"]
    for what in tiers[tier]:
        if found.get(what) is not True:
            return False, [what]
    return True, []
