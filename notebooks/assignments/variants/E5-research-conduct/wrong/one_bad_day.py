"""Names whoever had one day below the floor.

loses: test_below_floor
"""


# %% below_floor
def below_floor(work, floor):
    return sorted(
        {d["worker"] for d in work if 60 * d["accepted"] * d["cents"] < floor * (d["minutes"] + d["unpaid"])}
    )
