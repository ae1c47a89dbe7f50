"""Tiers as numbers and the largest taken; an evaluation compared as a whole.
"""


# %% tier
def tier(harm, personal, memorised):
    order = ["open", "registered", "credentialed", "reviewed"]
    by_harm = {"none": 0, "some": 1, "grave": 3}[harm]
    repeats = True if memorised is None else memorised > 0.01
    return order[max(by_harm, 2 if personal and repeats else 0)]


# %% is_current
def is_current(evaluation, weights, held_out):
    wanted = {"model_sha256": sha256(weights), "dataset_sha256": sha256(held_out)}
    try:
        return all(evaluation[key] == value for key, value in wanted.items()) and len(evaluation["results"]) > 0
    except KeyError:
        return False
