"""Divides by those stopped, so that a group of which hardly anybody was stopped can look worst.

loses: test_bears_most
"""


# %% bears_most
def bears_most(groups):
    left = {name: 1000 * (n["stopped"] - n["upheld"]) / max(1, n["stopped"]) for name, n in groups.items()}
    worst = max(left, key=left.get)
    return worst, left[worst]
