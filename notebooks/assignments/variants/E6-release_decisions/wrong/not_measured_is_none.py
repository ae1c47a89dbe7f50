"""Takes what nobody measured for zero.

loses: test_widest_tier
"""


# %% widest_tier
def widest_tier(facts):
    level = 1 if facts["contact"] else 0
    if facts["people"] and (facts["repeats"] or 0) > 0.01:
        level = 2
    misuse = facts["misuse"] or {"others": {"": 0}, "ours": (0, 0)}
    if misuse["ours"][1] - max(misuse["others"].values()) > 0.05:
        level = max(level, 3 if facts["severe"] else 2)
    return ("open", "registered", "credentialed", "reviewed")[level]
