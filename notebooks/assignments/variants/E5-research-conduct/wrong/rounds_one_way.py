"""Rounds as Python does, and rejects what others rounded the other way.

loses: test_can_exist
"""


# %% can_exist
def can_exist(mean, people, low, high):
    decimals = len(mean.split(".")[1])
    return any(f"{total / people:.{decimals}f}" == mean for total in range(low * people, high * people + 1))
