"""Takes the middle of the interval, so that a vague test looks as good as a sharp one.

loses: test_widest_tier
"""


# %% widest_tier
def widest_tier(facts):
    level = 1 if facts["contact"] else 0
    if facts["people"] and (facts["repeats"] is None or facts["repeats"] > 0.01):
        level = 2
    misuse = facts["misuse"]
    if misuse is None or sum(misuse["ours"]) / 2 - max(misuse["others"].values()) > 0.05:
        level = max(level, 3 if facts["severe"] else 2)
    return ("open", "registered", "credentialed", "reviewed")[level]
