"""Weighs found against wrongly alarmed, as if half of all people were ill.

loses: test_letters
"""


# %% letters
def letters(rate, found, wrong):
    return (found / (found + wrong) if found + wrong else 0), rate * (1 - found)
