"""Joins the pair only where it stands first in a word.

loses: test_merge_step
"""


# %% merge_step
def merge_step(words):
    pairs = {}
    for word, count in words.items():
        for pair in zip(word, word[1:]):
            pairs[pair] = pairs.get(pair, 0) + count
    best = min(pairs, key=lambda pair: (-pairs[pair], pair))
    joined = {}
    for word, count in words.items():
        row = word
        for i in range(len(word) - 1):
            if word[i : i + 2] == best:
                row = (*word[:i], best[0] + best[1], *word[i + 2 :])
                break
        joined[row] = joined.get(row, 0) + count
    return best, joined
