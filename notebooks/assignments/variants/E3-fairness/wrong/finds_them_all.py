"""Forgets that some are missed.

loses: test_forced_false_alarms
"""


# %% forced_false_alarms
def forced_false_alarms(wrong, precision, missed):
    rate = wrong / (1 - wrong) * (1 - precision) / precision
    return rate if rate <= 1 else None
