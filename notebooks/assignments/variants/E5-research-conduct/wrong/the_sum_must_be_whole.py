"""Multiplies the printed mean by the people and asks for a whole number, as if it had not been rounded.

loses: test_can_exist
"""


# %% can_exist
def can_exist(mean, people, low, high):
    total = float(mean) * people
    return abs(total - round(total)) < 1e-9 and low * people <= total <= high * people
