"""Divides by the length of the language's list, and not by that of the text.

loses: test_named
"""


# %% named
def named(text, known, least):
    grams = {text[i : i + 3] for i in range(len(text) - 2)}
    if not grams:
        return None
    score = {language: len(grams & common) / len(common) for language, common in known.items()}
    best = max(score.values())
    winners = [language for language, one in score.items() if one == best]
    return winners[0] if len(winners) == 1 and best >= least else None
