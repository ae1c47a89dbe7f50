"""Counts exactly the floor as below it.

loses: test_below_floor
"""


# %% below_floor
def below_floor(work, floor):
    earned, spent = {}, {}
    for day in work:
        name = day["worker"]
        earned[name] = earned.get(name, 0) + day["accepted"] * day["cents"]
        spent[name] = spent.get(name, 0) + day["minutes"] + day["unpaid"]
    return sorted(name for name in earned if 60 * earned[name] <= floor * spent[name])
