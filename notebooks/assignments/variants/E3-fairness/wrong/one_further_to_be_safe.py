"""Goes one further down to be on the safe side, and stops families whom the promise does not ask for.

loses: test_line_for
"""


# %% line_for
def line_for(scores, wrong, most):
    bad = sorted((s for s, w in zip(scores, wrong) if w), reverse=True)
    keep = len(bad) - int(most * len(bad) + 1e-9)
    return bad[len(bad) - 1] if keep == len(bad) else bad[keep]
