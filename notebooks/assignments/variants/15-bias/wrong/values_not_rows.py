"""Counts missing values, although one gap deletes the whole row.

loses: test_lost_by_tidying
"""


# %% lost_by_tidying
def lost_by_tidying(rows):
    found = {}
    for name in {row["group"] for row in rows if row["worse"]}:
        values = [v for row in rows if row["group"] == name and row["worse"] for v in row["values"]]
        found[name] = sum(v is None or v != v for v in values) / len(values)
    return found
