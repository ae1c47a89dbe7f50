"""Caps an impossible part at one, as if everybody were stopped and the promise kept.

loses: test_forced_false_alarms
"""


# %% forced_false_alarms
def forced_false_alarms(wrong, precision, missed):
    rate = wrong / (1 - wrong) * (1 - precision) / precision * (1 - missed)
    return min(rate, 1.0)
