"""Raises the shares to the power alpha, and does not make them sum to one again.

loses: test_shares
"""


# %% shares
def shares(characters, alpha):
    total = sum(characters.values())
    return {language: (count / total) ** alpha if count else 0.0 for language, count in characters.items()}
