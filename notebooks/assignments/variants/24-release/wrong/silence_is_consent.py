"""Takes a hash that is not named for one that fits.

loses: test_is_current
"""


# %% is_current
def is_current(evaluation, weights, held_out):
    model = evaluation.get("model_sha256", sha256(weights)) == sha256(weights)
    stories = evaluation.get("dataset_sha256", sha256(held_out)) == sha256(held_out)
    return model and stories and bool(evaluation.get("results"))
