"""Looks for one spelling of non-commercial among the Creative Commons licences.

loses: test_releasable
"""


# %% releasable
def releasable(records):
    return [
        record["id"]
        for record in records
        if (record["licence"] or "").upper().startswith(("CC0", "CC-BY", "CC BY", "CC_BY"))
        and "-NC-" not in record["licence"]
        and "-ND-" not in record["licence"]
    ]
