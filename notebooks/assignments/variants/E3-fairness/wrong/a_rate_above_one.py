"""Gives a part above one where there is no such decision.

loses: test_forced_false_alarms
"""


# %% forced_false_alarms
def forced_false_alarms(wrong, precision, missed):
    rate = wrong / (1 - wrong) * (1 - precision) / precision * (1 - missed)
    return rate
