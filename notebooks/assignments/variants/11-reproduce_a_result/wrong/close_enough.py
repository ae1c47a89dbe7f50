"""Takes numbers for equal that differ a little: bits do not forgive.

loses: test_compared
"""


# %% compared
def compared(one, other):
    import math

    def same(mine, yours):
        if isinstance(mine, float) and isinstance(yours, float):
            return math.isclose(mine, yours, rel_tol=1e-6)
        return mine == yours

    inputs, others = one["inputs"], other["inputs"]
    names = sorted(
        name for name in inputs.keys() | others.keys() if not same(inputs.get(name, ...), others.get(name, ...))
    )
    if one["weights"] == other["weights"]:
        return "identical", names
    return ("explained" if names else "unexplained"), names
