"""Counts a pair once for each different word, not for each time the word occurs.

loses: test_merge_step
"""


# %% merge_step
def merge_step(words):
    pairs = {}
    for word, count in words.items():
        for pair in zip(word, word[1:]):
            pairs[pair] = pairs.get(pair, 0) + 1
    best = min(pairs, key=lambda pair: (-pairs[pair], pair))
    joined = {}
    for word, count in words.items():
        row, i = [], 0
        while i < len(word):
            if word[i : i + 2] == best:
                row.append(best[0] + best[1])
                i += 2
            else:
                row.append(word[i])
                i += 1
        joined[tuple(row)] = joined.get(tuple(row), 0) + count
    return best, joined
