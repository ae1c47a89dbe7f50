"""Looks at single letters, which half of the world's languages share.

loses: test_named
"""


# %% named
def named(text, known, least):
    if len(text) < 3:
        return None
    letters = {language: set("".join(common)) for language, common in known.items()}
    score = {language: sum(one in mine for one in text) / len(text) for language, mine in letters.items()}
    best = max(score.values())
    winners = [language for language, one in score.items() if one == best]
    return winners[0] if len(winners) == 1 and best >= least else None
