"""Keeps the promise by reviewing everybody.

loses: test_line_for
"""


# %% line_for
def line_for(scores, wrong, most):
    return min(scores)
