"""Values the wait by what is believed today, as if the test could not change the decision.

loses: test_best_plan
"""


# %% best_plan
def best_plan(harmful, gain, loss, alarm_if_harmful, alarm_if_harmless, delay):
    today = (1 - harmful) * gain - harmful * loss
    worth = {"withhold": 0, "release": today, "wait": (1 - delay) * today}
    return max(worth, key=worth.get)
