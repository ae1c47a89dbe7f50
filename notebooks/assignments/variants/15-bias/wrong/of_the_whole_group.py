"""Divides those who were missed by everybody in the group.

loses: test_missed_rates
"""


# %% missed_rates
def missed_rates(watched, worse, group):
    found = {}
    for name in set(group):
        mine = [i for i in range(len(group)) if group[i] == name]
        ill = [i for i in mine if worse[i]]
        found[name] = sum(not watched[i] for i in ill) / len(mine) if ill else None
    return found
