"""Says zero where nobody got worse, as a library does.

loses: test_missed_rates
"""


# %% missed_rates
def missed_rates(watched, worse, group):
    found = {}
    for name in set(group):
        ill = [i for i in range(len(group)) if group[i] == name and worse[i]]
        found[name] = sum(not watched[i] for i in ill) / max(1, len(ill))
    return found
