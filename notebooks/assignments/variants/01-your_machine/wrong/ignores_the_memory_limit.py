"""Believes what the computer reports as available, whatever the control group says.

loses: test_memory_left
"""

# %% memory_left
def memory_left(available, groups):
    return available
