"""Asks only whether the mean lies on the scale.

loses: test_can_exist
"""


# %% can_exist
def can_exist(mean, people, low, high):
    return low <= float(mean) <= high
