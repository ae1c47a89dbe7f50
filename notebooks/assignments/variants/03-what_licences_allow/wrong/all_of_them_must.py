"""Takes every licence that is mentioned for a duty.

loses: test_can_be_kept
"""


# %% can_be_kept
def can_be_kept(expression, accepted):
    words = expression.replace("(", "").replace(")", "").split()
    return all(word in accepted for word in words if word not in ("AND", "OR"))
