"""Calls runs identical when all inputs agree: what else could there be?

loses: test_compared
"""


# %% compared
def compared(one, other):
    inputs, others = one["inputs"], other["inputs"]
    names = sorted(name for name in inputs.keys() | others.keys() if inputs.get(name, ...) != others.get(name, ...))
    return ("explained" if names and one["weights"] != other["weights"] else "identical"), names
