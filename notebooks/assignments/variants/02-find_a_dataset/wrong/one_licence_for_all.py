"""Lets the licence that most records carry speak for the whole collection.

loses: test_releasable
"""

# %% releasable
from collections import Counter


def releasable(records):
    if not records:
        return []
    (licence, _), *_ = Counter(str(record["licence"]) for record in records).most_common(1)
    return [record["id"] for record in records] if licence.upper().startswith("CC") else []
