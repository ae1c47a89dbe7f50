"""Allows half a hundredth however many decimals are printed.

loses: test_can_exist
"""


# %% can_exist
def can_exist(mean, people, low, high):
    return any(abs(total / people - float(mean)) <= 0.005 + 1e-12 for total in range(low * people, high * people + 1))
