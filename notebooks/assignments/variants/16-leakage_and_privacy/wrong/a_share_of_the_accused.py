"""Lets the given share of all the accused be strangers.

loses: test_members_found
"""


# %% members_found
def members_found(members, strangers, wrongly):
    best = 0.0
    for threshold in members:
        alarms = sum(loss <= threshold for loss in strangers)
        hits = sum(loss <= threshold for loss in members)
        if alarms <= wrongly * (alarms + hits):
            best = max(best, hits / len(members))
    return best
