"""Takes the first of two languages that fit equally well.

loses: test_named
"""


# %% named
def named(text, known, least):
    grams = [text[i : i + 3] for i in range(len(text) - 2)]
    if not grams:
        return None
    score = {language: sum(gram in common for gram in grams) / len(grams) for language, common in known.items()}
    best = max(score, key=score.get)
    return best if score[best] >= least else None
