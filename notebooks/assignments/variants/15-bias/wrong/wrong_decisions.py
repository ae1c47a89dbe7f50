"""Counts all wrong decisions, the error rate.

loses: test_missed_rates
"""


# %% missed_rates
def missed_rates(watched, worse, group):
    found = {}
    for name in set(group):
        mine = [i for i in range(len(group)) if group[i] == name]
        some = any(worse[i] for i in mine)
        found[name] = sum(watched[i] != worse[i] for i in mine) / len(mine) if some else None
    return found
