"""Leaves share-alike out, taking its condition for a refusal.

loses: test_releasable
"""

# %% releasable
import re


def releasable(records):
    kept = []
    for record in records:
        name = re.sub(r"[ _]", "-", record["licence"] or "").upper()
        if re.fullmatch(r"CC(0|-BY)(-\d.*)?", name):
            kept.append(record["id"])
    return kept
