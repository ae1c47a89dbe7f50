"""Divides the false alarms by everybody, not by those who could be one.

loses: test_forced_false_alarms
"""


# %% forced_false_alarms
def forced_false_alarms(wrong, precision, missed):
    rate = wrong * (1 - missed) * (1 - precision) / precision
    return rate if rate <= 1 else None
