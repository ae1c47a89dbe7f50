"""Names the nearest language it knows, however far that is.

loses: test_named
"""


# %% named
def named(text, known, least):
    grams = [text[i : i + 3] for i in range(len(text) - 2)]
    return max(known, key=lambda language: sum(gram in known[language] for gram in grams))
