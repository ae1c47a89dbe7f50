"""Falls along a cosine, as most libraries do, where an even fall is asked for.

loses: test_learning_rate
"""


# %% learning_rate
def learning_rate(spent, peak, warm_up, decay):
    if spent < warm_up:
        return peak * spent / warm_up
    down = min(1.0, max(0.0, (spent - (1 - decay)) / decay))
    return peak * (1 + math.cos(math.pi * down)) / 2
