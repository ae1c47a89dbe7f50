"""Is content when groups are large enough on average.

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
    if sizes and sum(sizes.values()) / len(sizes) < k:
        against.append("small group")
    return against
