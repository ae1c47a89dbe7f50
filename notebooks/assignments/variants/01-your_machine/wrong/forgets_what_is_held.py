"""Takes the limit for what is left, as if the group held nothing yet.

loses: test_memory_left
"""

# %% memory_left
def memory_left(available, groups):
    return min([available, *(int(limit) for limit, _ in groups if limit != "max")])
