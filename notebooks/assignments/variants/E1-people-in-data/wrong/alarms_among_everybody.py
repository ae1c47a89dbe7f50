"""Gives those alarmed rightly as a part of everybody.

loses: test_letters
"""


# %% letters
def letters(rate, found, wrong):
    return rate * found, rate * (1 - found)
