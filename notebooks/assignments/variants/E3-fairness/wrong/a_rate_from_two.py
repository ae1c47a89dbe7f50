"""Claims a rate from however few.

loses: test_true_rates
"""


# %% true_rates
def true_rates(record, enough):
    told = {}
    for group in {one["group"] for one in record}:
        mine = [one for one in record if one["group"] == group]
        drawn = [one for one in mine if one["checked"] == "random"]
        told[group] = sum(one["found"] for one in drawn) / len(drawn) if drawn else None
    return told
