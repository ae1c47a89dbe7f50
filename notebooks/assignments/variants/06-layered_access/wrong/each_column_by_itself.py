"""Looks at each column by itself, and not at what they say together.

loses: test_against_opening
"""


# %% against_opening
def against_opening(rows, kinds, k):
    against = []
    if "identifier" in kinds.values() or "hash" in kinds.values():
        against.append("identifier")
    for column, kind in kinds.items():
        values = [row[column] for row in rows]
        if kind == "known" and min(map(values.count, values), default=k) < k:
            return [*against, "small group"]
    return against
