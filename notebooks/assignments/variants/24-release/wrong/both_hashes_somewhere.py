"""Asks whether both hashes stand somewhere in the evaluation.

loses: test_is_current
"""


# %% is_current
def is_current(evaluation, weights, held_out):
    named = [v for v in evaluation.values() if isinstance(v, str)]
    return sha256(weights) in named and sha256(held_out) in named and bool(evaluation.get("results"))
