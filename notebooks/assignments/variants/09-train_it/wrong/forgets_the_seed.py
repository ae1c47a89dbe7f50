"""Draws anew each time, so nobody can repeat the split.

loses: test_split_by_family
"""

# %% split_by_family

import random


def split_by_family(stories, share, seed):
    families = sorted({story["family"] for story in stories})
    random.shuffle(families)
    held_out = []
    for family in families:
        if len(held_out) < share * len(stories):
            held_out += [story["id"] for story in stories if story["family"] == family]
    return [story["id"] for story in stories if story["id"] not in held_out], held_out
