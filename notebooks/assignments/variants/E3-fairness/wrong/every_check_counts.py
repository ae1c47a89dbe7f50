"""Counts every check, also those that the score picked.

loses: test_true_rates
"""


# %% true_rates
def true_rates(record, enough):
    told = {}
    for group in {one["group"] for one in record}:
        mine = [one for one in record if one["group"] == group]
        seen = [bool(one["found"]) for one in mine if one["checked"]]
        told[group] = sum(seen) / len(seen) if len(seen) >= enough else None
    return told
