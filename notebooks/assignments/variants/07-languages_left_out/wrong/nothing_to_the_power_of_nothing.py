"""Gives a language without text its equal share, because 0 ** 0 is 1.

loses: test_shares
"""


# %% shares
def shares(characters, alpha):
    total = sum(count**alpha for count in characters.values())
    return {language: count**alpha / total for language, count in characters.items()}
