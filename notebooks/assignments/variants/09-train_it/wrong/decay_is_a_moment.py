"""Takes the decay for the moment at which the fall begins, not for its length.

loses: test_learning_rate
"""


# %% learning_rate
def learning_rate(spent, peak, warm_up, decay):
    if spent < warm_up:
        return peak * spent / warm_up
    if spent < decay:
        return peak
    return peak * max(0.0, (1 - spent) / (1 - decay))
