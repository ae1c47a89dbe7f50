"""Gives the missed as a part of the ill, not of all people.

loses: test_letters
"""


# %% letters
def letters(rate, found, wrong):
    ill, well = rate * found, (1 - rate) * wrong
    return (ill / (ill + well) if ill + well else 0), 1 - found
