"""Counts the harm of a release only until the test is done, as if it could then be called back.

loses: test_best_plan
"""


# %% best_plan
def best_plan(harmful, gain, loss, alarm_if_harmful, alarm_if_harmless, delay):
    today = (1 - harmful) * gain - harmful * loss * delay
    alarm = max(0, (1 - harmful) * alarm_if_harmless * gain - harmful * alarm_if_harmful * loss)
    none = max(0, (1 - harmful) * (1 - alarm_if_harmless) * gain - harmful * (1 - alarm_if_harmful) * loss)
    worth = {"withhold": 0, "release": today, "wait": (1 - delay) * (alarm + none)}
    return max(worth, key=worth.get)
