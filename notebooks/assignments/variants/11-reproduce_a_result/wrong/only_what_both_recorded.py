"""Compares the inputs that both recorded, and overlooks one that is there only once.

loses: test_compared
"""


# %% compared
def compared(one, other):
    inputs, others = one["inputs"], other["inputs"]
    names = sorted(name for name in inputs.keys() & others.keys() if inputs[name] != others[name])
    if one["weights"] == other["weights"]:
        return "identical", names
    return ("explained" if names else "unexplained"), names
