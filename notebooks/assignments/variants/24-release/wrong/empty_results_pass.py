"""Checks both hashes and forgets to ask for a result.

loses: test_is_current
"""


# %% is_current
def is_current(evaluation, weights, held_out):
    return (
        evaluation.get("model_sha256") == sha256(weights)
        and evaluation.get("dataset_sha256") == sha256(held_out)
        and "results" in evaluation
    )
