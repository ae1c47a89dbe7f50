"""Looks for the pair's letters in the written word, and so joins what were other tokens.

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
        text = " " + " ".join(word) + " "
        text = text.replace(best[0] + " " + best[1], best[0] + best[1])
        row = tuple(text.split())
        joined[row] = joined.get(row, 0) + count
    return best, joined
