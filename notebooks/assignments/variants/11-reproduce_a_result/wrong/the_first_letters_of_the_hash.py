"""Compares the first letters of the hashes, as people do by eye.

loses: test_compared
"""


# %% compared
def compared(one, other):
    inputs, others = one["inputs"], other["inputs"]
    names = sorted(name for name in inputs.keys() | others.keys() if inputs.get(name, ...) != others.get(name, ...))
    if one["weights"][:8] == other["weights"][:8]:
        return "identical", names
    return ("explained" if names else "unexplained"), names
