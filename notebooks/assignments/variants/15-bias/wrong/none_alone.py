"""Looks for None and overlooks what is not a number.

loses: test_lost_by_tidying
"""


# %% lost_by_tidying
def lost_by_tidying(rows):
    found = {}
    for name in {row["group"] for row in rows if row["worse"]}:
        ill = [row for row in rows if row["group"] == name and row["worse"]]
        found[name] = sum(None in row["values"] for row in ill) / len(ill)
    return found
