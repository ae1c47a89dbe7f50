"""Never falls below a tenth of the peak, as some recipes have it.

loses: test_learning_rate
"""


# %% learning_rate
def learning_rate(spent, peak, warm_up, decay):
    if spent < warm_up:
        return peak * spent / warm_up
    return peak * max(0.1, min(1.0, (1 - spent) / decay))
