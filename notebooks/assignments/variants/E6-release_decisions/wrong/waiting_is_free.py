"""Forgets that what comes later is worth less, and that somebody waits for it.

loses: test_best_plan
"""


# %% best_plan
def best_plan(harmful, gain, loss, alarm_if_harmful, alarm_if_harmless, delay):
    today = (1 - harmful) * gain - harmful * loss
    alarm = max(0, (1 - harmful) * alarm_if_harmless * gain - harmful * alarm_if_harmful * loss)
    none = max(0, (1 - harmful) * (1 - alarm_if_harmless) * gain - harmful * (1 - alarm_if_harmful) * loss)
    worth = {"withhold": 0, "release": today, "wait": alarm + none}
    return max(worth, key=worth.get)
