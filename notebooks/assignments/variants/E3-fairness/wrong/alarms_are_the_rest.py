"""Multiplies what is reviewed for nothing instead of dividing by the precision.

loses: test_forced_false_alarms
"""


# %% forced_false_alarms
def forced_false_alarms(wrong, precision, missed):
    rate = wrong * (1 - missed) * (1 - precision) / (1 - wrong)
    return rate if rate <= 1 else None
