"""Counts whoever appealed as put right.

loses: test_bears_most
"""


# %% bears_most
def bears_most(groups):
    left = {name: 1000 * (n["stopped"] - n["appealed"]) / n["blameless"] for name, n in groups.items()}
    worst = max(left, key=left.get)
    return worst, left[worst]
