"""Checks the weights and not the stories, so a score on other data passes.

loses: test_is_current
"""


# %% is_current
def is_current(evaluation, weights, held_out):
    return evaluation.get("model_sha256") == sha256(weights) and bool(evaluation.get("results"))
