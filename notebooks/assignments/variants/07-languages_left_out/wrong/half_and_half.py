"""Mixes the two ends in proportion to alpha, which is another compromise.

loses: test_shares
"""


# %% shares
def shares(characters, alpha):
    total, some = sum(characters.values()), sum(count > 0 for count in characters.values())
    return {language: (alpha * count / total + (1 - alpha) / some) * (count > 0) for language, count in characters.items()}
