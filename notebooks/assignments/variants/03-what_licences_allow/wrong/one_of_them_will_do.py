"""Takes every licence that is mentioned for a choice.

loses: test_can_be_kept
"""


# %% can_be_kept
def can_be_kept(expression, accepted):
    words = expression.replace("(", "").replace(")", "").split()
    return any(word in accepted for word in words)
