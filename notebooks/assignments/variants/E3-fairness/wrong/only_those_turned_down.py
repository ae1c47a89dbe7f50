"""Sees only those who appealed and were turned down.

loses: test_bears_most
"""


# %% bears_most
def bears_most(groups):
    left = {name: 1000 * (n["appealed"] - n["upheld"] - n["waiting"]) / n["blameless"] for name, n in groups.items()}
    worst = max(left, key=left.get)
    return worst, left[worst]
