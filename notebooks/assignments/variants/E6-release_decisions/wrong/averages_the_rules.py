"""Averages what the rules ask for, so that a harmless answer makes up for a grave one.

loses: test_widest_tier
"""


# %% widest_tier
def widest_tier(facts):
    levels = [1 if facts["contact"] else 0]
    if facts["people"]:
        levels.append(2 if facts["repeats"] is None or facts["repeats"] > 0.01 else 0)
    misuse = facts["misuse"]
    if misuse is None or misuse["ours"][1] - max(misuse["others"].values()) > 0.05:
        levels.append(3 if facts["severe"] else 2)
    return ("open", "registered", "credentialed", "reviewed")[round(sum(levels) / len(levels))]
