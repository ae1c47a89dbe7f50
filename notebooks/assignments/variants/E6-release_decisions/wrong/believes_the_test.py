"""Takes the test for the truth: an alarm means harmful, none means harmless.

loses: test_best_plan
"""


# %% best_plan
def best_plan(harmful, gain, loss, alarm_if_harmful, alarm_if_harmless, delay):
    today = (1 - harmful) * gain - harmful * loss
    alarm = harmful * alarm_if_harmful + (1 - harmful) * alarm_if_harmless
    worth = {"withhold": 0, "release": today, "wait": (1 - delay) * (1 - alarm) * gain}
    return max(worth, key=worth.get)
