"""Takes every Creative Commons licence for an open one.

loses: test_releasable
"""


# %% releasable
def releasable(records):
    return [record["id"] for record in records if (record["licence"] or "").strip().upper().startswith("CC")]
