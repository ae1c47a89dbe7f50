"""Says which part of the deleted rows is the group's, not which part of the group is deleted.

loses: test_lost_by_tidying
"""


# %% lost_by_tidying
def lost_by_tidying(rows):
    gone = [r for r in rows if r["worse"] and any(v is None or v != v for v in r["values"])]
    return {
        name: sum(row["group"] == name for row in gone) / max(1, len(gone))
        for name in {row["group"] for row in rows if row["worse"]}
    }
