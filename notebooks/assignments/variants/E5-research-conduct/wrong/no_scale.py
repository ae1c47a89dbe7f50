"""Forgets that answers have a lowest and a highest.

loses: test_can_exist
"""


# %% can_exist
def can_exist(mean, people, low, high):
    decimals = len(mean.split(".")[1])
    half = 0.5 * 10**-decimals + 1e-12
    near = round(float(mean) * people)
    return any(abs(total / people - float(mean)) <= half for total in range(near - 2, near + 3))
