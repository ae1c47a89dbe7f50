"""Reads the mean as a number, so that 3.50 becomes 3.5.

loses: test_can_exist
"""


# %% can_exist
def can_exist(mean, people, low, high):
    decimals = len(str(float(mean)).split(".")[1])
    half = 0.5 * 10**-decimals + 1e-12
    return any(abs(total / people - float(mean)) <= half for total in range(low * people, high * people + 1))
