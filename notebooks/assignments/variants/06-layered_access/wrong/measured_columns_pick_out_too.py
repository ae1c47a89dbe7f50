"""Counts who agrees in every column, measured ones included, so that everybody is alone.

loses: test_against_opening
"""


# %% against_opening
def against_opening(rows, kinds, k):
    against = ["identifier"] if "identifier" in kinds.values() or "hash" in kinds.values() else []
    known = list(kinds)
    sizes = {}
    for row in rows:
        look = tuple(row[column] for column in known)
        sizes[look] = sizes.get(look, 0) + 1
    if any(size < k for size in sizes.values()):
        against.append("small group")
    return against
