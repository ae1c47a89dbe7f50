"""Limits the false alarms instead of what is missed.

loses: test_line_for
"""


# %% line_for
def line_for(scores, wrong, most):
    good = [s for s, w in zip(scores, wrong) if not w]
    lines = [line for line in scores if sum(s >= line for s in good) <= most * len(good)]
    return min(lines) if lines else max(scores)
