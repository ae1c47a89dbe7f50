"""Takes what nobody looked at for right.

loses: test_true_rates
"""


# %% true_rates
def true_rates(record, enough):
    told = {}
    for group in {one["group"] for one in record}:
        mine = [one for one in record if one["group"] == group]
        told[group] = sum(bool(one["found"]) for one in mine) / len(mine) if len(mine) >= enough else None
    return told
