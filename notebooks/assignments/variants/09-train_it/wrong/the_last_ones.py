"""Holds out the last families of the alphabet, whatever the seed.

loses: test_split_by_family
"""


# %% split_by_family
def split_by_family(stories, share, seed):
    held_out = []
    for family in sorted({story["family"] for story in stories}, reverse=True):
        if len(held_out) < share * len(stories):
            held_out += [story["id"] for story in stories if story["family"] == family]
    return [story["id"] for story in stories if story["id"] not in held_out], held_out
