"""Counts as small only the group of one.

loses: test_against_opening
"""


# %% against_opening
def against_opening(rows, kinds, k):
    against = ["identifier"] if "identifier" in kinds.values() or "hash" in kinds.values() else []
    known = [column for column in kinds if kinds[column] == "known"]
    sizes = {}
    for row in rows:
        look = tuple(row[column] for column in known)
        sizes[look] = sizes.get(look, 0) + 1
    if 1 in sizes.values() and k > 1:
        against.append("small group")
    return against
