"""Lets the part missed be a part of all applications, not of the wrong ones.

loses: test_line_for
"""


# %% line_for
def line_for(scores, wrong, most):
    ranked = sorted(scores)
    return ranked[min(int(most * len(ranked)), len(ranked) - 1)]
