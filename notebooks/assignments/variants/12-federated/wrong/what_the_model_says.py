"""Asks the new model for the class with the highest bias.

loses: test_read_update
"""


# %% read_update
def read_update(before, after):
    weights, bias = after["weights"] - before["weights"], after["bias"] - before["bias"]
    return weights[0] / bias[0], int(np.argmax(after["bias"]))
