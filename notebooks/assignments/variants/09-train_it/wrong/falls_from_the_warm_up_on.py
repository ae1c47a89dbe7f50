"""Begins to fall as soon as the warm-up is over.

loses: test_learning_rate
"""


# %% learning_rate
def learning_rate(spent, peak, warm_up, decay):
    if spent < warm_up:
        return peak * spent / warm_up
    return peak * max(0.0, (1 - spent) / (1 - warm_up))
