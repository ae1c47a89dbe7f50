"""Takes the share of the unwatched who got worse for the share of the worse who were unwatched.

loses: test_missed_rates
"""


# %% missed_rates
def missed_rates(watched, worse, group):
    found = {}
    for name in set(group):
        mine = [i for i in range(len(group)) if group[i] == name]
        left = [i for i in mine if not watched[i]]
        some = any(worse[i] for i in mine)
        found[name] = (sum(worse[i] for i in left) / len(left) if left else 0) if some else None
    return found
