"""Stops counting before the appeals.

loses: test_bears_most
"""


# %% bears_most
def bears_most(groups):
    left = {name: 1000 * n["stopped"] / n["blameless"] for name, n in groups.items()}
    worst = max(left, key=left.get)
    return worst, left[worst]
