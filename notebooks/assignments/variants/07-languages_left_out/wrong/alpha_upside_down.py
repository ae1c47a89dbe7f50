"""Takes alpha for a temperature: divides by it in the exponent.

loses: test_shares
"""


# %% shares
def shares(characters, alpha):
    weight = {language: count ** (1 / alpha if alpha else 1) if count else 0.0 for language, count in characters.items()}
    total = sum(weight.values())
    return {language: one / total for language, one in weight.items()}
