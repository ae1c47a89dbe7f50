"""Stops at the first reason, so that the second comes as a surprise.

loses: test_against_opening
"""


# %% against_opening
def against_opening(rows, kinds, k):
    if "identifier" in kinds.values() or "hash" in kinds.values():
        return ["identifier"]
    known = [column for column in kinds if kinds[column] == "known"]
    looks = [tuple(row[column] for column in known) for row in rows]
    return ["small group"] if any(looks.count(look) < k for look in looks) else []
