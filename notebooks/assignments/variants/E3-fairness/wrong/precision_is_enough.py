"""Takes what is not precision for the false alarm rate, as if the base rate played no part.

loses: test_forced_false_alarms
"""


# %% forced_false_alarms
def forced_false_alarms(wrong, precision, missed):
    rate = 1 - precision
    return rate if rate <= 1 else None
