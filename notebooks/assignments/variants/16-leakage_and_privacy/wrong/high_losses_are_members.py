"""Accuses those on whom the model does badly.

loses: test_members_found
"""


# %% members_found
def members_found(members, strangers, wrongly):
    best = 0.0
    for threshold in members:
        if sum(loss >= threshold for loss in strangers) / len(strangers) <= wrongly:
            best = max(best, sum(loss >= threshold for loss in members) / len(members))
    return best
