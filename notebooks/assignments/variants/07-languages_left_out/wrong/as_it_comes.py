"""Reads everything once, whatever alpha says.

loses: test_shares
"""


# %% shares
def shares(characters, alpha):
    total = sum(characters.values())
    return {language: count / total for language, count in characters.items()}
