"""After an alarm it never releases: where that would pay, a release today pays more."""


# %% best_plan
def best_plan(harmful, gain, loss, alarm_if_harmful, alarm_if_harmless, delay):
    today = (1 - harmful) * gain - harmful * loss
    silent = (1 - harmful) * (1 - alarm_if_harmless) * gain - harmful * (1 - alarm_if_harmful) * loss
    worth = {"withhold": 0, "release": today, "wait": (1 - delay) * silent}
    return max(worth, key=worth.get)
