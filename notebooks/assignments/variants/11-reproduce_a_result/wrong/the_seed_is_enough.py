"""Calls runs of one seed identical, whatever their weights.

loses: test_compared
"""


# %% compared
def compared(one, other):
    inputs, others = one["inputs"], other["inputs"]
    names = sorted(name for name in inputs.keys() | others.keys() if inputs.get(name, ...) != others.get(name, ...))
    if "seed" not in names:
        return "identical", names
    return "explained", names
