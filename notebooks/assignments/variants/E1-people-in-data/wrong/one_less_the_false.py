"""Takes one less the rate of wrong alarms for the truth of an alarm.

loses: test_letters
"""


# %% letters
def letters(rate, found, wrong):
    return (1 - wrong if rate * found + (1 - rate) * wrong else 0), rate * (1 - found)
