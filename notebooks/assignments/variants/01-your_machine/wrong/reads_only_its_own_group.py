"""Reads the program's own group only, though the groups around it limit it too.

loses: test_memory_left
"""

# %% memory_left
def memory_left(available, groups):
    left = available
    for limit, held in groups[:1]:
        if limit != "max":
            left = min(left, int(limit) - held)
    return max(0, left)
