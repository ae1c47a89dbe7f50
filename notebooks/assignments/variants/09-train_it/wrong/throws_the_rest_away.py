"""Splits story by story and throws away what would leak, so a good part is lost.

loses: test_split_by_family
"""

# %% split_by_family

import random


def split_by_family(stories, share, seed):
    ordered = sorted(stories, key=lambda story: story["id"])
    random.Random(seed).shuffle(ordered)
    count = round(share * len(ordered))
    held_out = {story["family"] for story in ordered[:count]}
    training = [story["id"] for story in ordered[count:] if story["family"] not in held_out]
    return training, [story["id"] for story in ordered[:count]]
