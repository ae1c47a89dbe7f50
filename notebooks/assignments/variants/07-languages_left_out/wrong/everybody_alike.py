"""Shares out equally: fair is fair.

loses: test_shares
"""


# %% shares
def shares(characters, alpha):
    return {language: 1 / len(characters) for language in characters}
