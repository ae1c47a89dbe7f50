"""Holds out whole languages, whose stories were all read in another language.

loses: test_split_by_family
"""

# %% split_by_family

import random


def split_by_family(stories, share, seed):
    languages = sorted({story["language"] for story in stories})
    random.Random(seed).shuffle(languages)
    held_out = []
    for language in languages:
        if len(held_out) < share * len(stories):
            held_out += [story["id"] for story in stories if story["language"] == language]
    return [story["id"] for story in stories if story["id"] not in held_out], held_out
