"""Counts each trigram once, however often it occurs.

loses: test_named
"""


# %% named
def named(text, known, least):
    grams = {text[i : i + 3] for i in range(len(text) - 2)}
    if not grams:
        return None
    score = {language: len(grams & common) / len(grams) for language, common in known.items()}
    best = max(score.values())
    winners = [language for language, one in score.items() if one == best]
    return winners[0] if len(winners) == 1 and best >= least else None
