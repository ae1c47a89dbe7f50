"""Rounds the number that may be missed up, so that one more is.

loses: test_line_for
"""


# %% line_for
import math


def line_for(scores, wrong, most):
    bad = sorted(s for s, w in zip(scores, wrong) if w)
    return bad[min(math.ceil(most * len(bad)), len(bad) - 1)]
