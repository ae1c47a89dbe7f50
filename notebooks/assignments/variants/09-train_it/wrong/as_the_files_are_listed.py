"""Shuffles the families in the order in which the files happen to be listed.

loses: test_split_by_family
"""

# %% split_by_family

import random


def split_by_family(stories, share, seed):
    families = {}
    for story in stories:
        families.setdefault(story["family"], []).append(story["id"])
    groups = list(families.values())
    random.Random(seed).shuffle(groups)
    training, held_out = [], []
    for group in groups:
        side = held_out if len(held_out) < share * len(stories) else training
        side += group
    return training, held_out
