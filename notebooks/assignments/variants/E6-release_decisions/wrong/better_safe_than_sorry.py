"""Waits whenever it is unsure, whatever the test can show.

loses: test_best_plan
"""


# %% best_plan
def best_plan(harmful, gain, loss, alarm_if_harmful, alarm_if_harmless, delay):
    if harmful < 0.01:
        return "release"
    return "withhold" if harmful > 0.8 else "wait"
