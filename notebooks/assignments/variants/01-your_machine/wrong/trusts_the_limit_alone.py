"""Takes a group's limit for a promise, also where the computer has less than that left.

loses: test_memory_left
"""

# %% memory_left
def memory_left(available, groups):
    lefts = [int(limit) - held for limit, held in groups if limit != "max"]
    return max(0, min(lefts)) if lefts else available
