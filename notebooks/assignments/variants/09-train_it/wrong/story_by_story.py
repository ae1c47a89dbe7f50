"""Shuffles the stories, so translations of a story fall on both sides.

loses: test_split_by_family
"""

# %% split_by_family

import random


def split_by_family(stories, share, seed):
    ids = sorted(story["id"] for story in stories)
    random.Random(seed).shuffle(ids)
    count = round(share * len(ids))
    return ids[count:], ids[:count]
