"""Asks whether the average over all workers is above the floor.

loses: test_below_floor
"""


# %% below_floor
def below_floor(work, floor):
    money = sum(day["accepted"] * day["cents"] for day in work)
    time = sum(day["minutes"] + day["unpaid"] for day in work)
    return sorted({day["worker"] for day in work}) if 60 * money < floor * time else []
