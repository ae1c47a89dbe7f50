"""Takes the first two tokens of the most frequent word, since frequent words should become tokens.

loses: test_merge_step
"""


# %% merge_step
def merge_step(words):
    long = {word: count for word, count in words.items() if len(word) > 1}
    best = min(long, key=lambda word: (-long[word], word))[:2]
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
