"""Calls a table anonymous when its numbers are hashed: a hash cannot be run backwards.

loses: test_against_opening
"""


# %% against_opening
def against_opening(rows, kinds, k):
    against = ["identifier"] if "identifier" in kinds.values() else []
    known = [column for column in kinds if kinds[column] == "known"]
    sizes = {}
    for row in rows:
        look = tuple(row[column] for column in known)
        sizes[look] = sizes.get(look, 0) + 1
    if any(size < k for size in sizes.values()):
        against.append("small group")
    return against
