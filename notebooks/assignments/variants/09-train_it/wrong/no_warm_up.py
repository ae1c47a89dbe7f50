"""Starts at the peak.

loses: test_learning_rate
"""


# %% learning_rate
def learning_rate(spent, peak, warm_up, decay):
    return peak * max(0.0, min(1.0, (1 - spent) / decay))
