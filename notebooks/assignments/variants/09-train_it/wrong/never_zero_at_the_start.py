"""Starts at a tenth of the peak, fearing that a rate of 0 wastes a step.

loses: test_learning_rate
"""


# %% learning_rate
def learning_rate(spent, peak, warm_up, decay):
    if spent < warm_up:
        return peak * (0.1 + 0.9 * spent / warm_up)
    return peak * max(0.0, min(1.0, (1 - spent) / decay))
