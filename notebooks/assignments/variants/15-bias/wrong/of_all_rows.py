"""Counts rows of everybody, as if gaps were spread evenly.

loses: test_lost_by_tidying
"""


# %% lost_by_tidying
def lost_by_tidying(rows):
    found = {}
    for name in {row["group"] for row in rows if row["worse"]}:
        mine = [row for row in rows if row["group"] == name]
        found[name] = sum(any(v is None or v != v for v in row["values"]) for row in mine) / len(mine)
    return found
