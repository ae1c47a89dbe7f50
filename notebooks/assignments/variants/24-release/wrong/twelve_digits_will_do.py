"""Compares the beginning of the hashes, as people do by eye.

loses: test_is_current
"""


# %% is_current
def is_current(evaluation, weights, held_out):
    same = evaluation.get("model_sha256", "")[:12] == sha256(weights)[:12]
    same = same and evaluation.get("dataset_sha256", "")[:12] == sha256(held_out)[:12]
    return same and bool(evaluation.get("results"))
