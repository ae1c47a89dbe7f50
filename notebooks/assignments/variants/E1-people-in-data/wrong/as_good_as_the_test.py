"""Takes the part of the ill who are found for the part of the alarmed who are ill.

loses: test_letters
"""


# %% letters
def letters(rate, found, wrong):
    return (found if rate * found + (1 - rate) * wrong else 0), rate * (1 - found)
