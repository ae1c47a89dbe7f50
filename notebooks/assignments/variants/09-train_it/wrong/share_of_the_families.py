"""Holds out a share of the families, whatever their size.

loses: test_split_by_family
"""

# %% split_by_family

import random


def split_by_family(stories, share, seed):
    families = sorted({story["family"] for story in stories})
    held_out = set(random.Random(seed).sample(families, round(share * len(families))))
    return (
        [story["id"] for story in stories if story["family"] not in held_out],
        [story["id"] for story in stories if story["family"] in held_out],
    )
