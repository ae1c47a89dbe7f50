"""Takes the mean of the days' rates, so that ten good minutes weigh as much as a day.

loses: test_below_floor
"""


# %% below_floor
def below_floor(work, floor):
    rates = {}
    for day in work:
        rate = 60 * day["accepted"] * day["cents"] / (day["minutes"] + day["unpaid"])
        rates.setdefault(day["worker"], []).append(rate)
    return sorted(name for name, each in rates.items() if sum(each) / len(each) < floor)
