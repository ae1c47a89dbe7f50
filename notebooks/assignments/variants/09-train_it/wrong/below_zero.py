"""Goes on falling after the end, so that the last step unlearns.

loses: test_learning_rate
"""


# %% learning_rate
def learning_rate(spent, peak, warm_up, decay):
    if spent < warm_up:
        return peak * spent / warm_up
    return peak * min(1.0, (1 - spent) / decay)
