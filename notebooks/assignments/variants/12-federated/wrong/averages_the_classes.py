"""Divides the mean change of the weights by the mean change of the bias; both are zero but for rounding.

loses: test_read_update
"""


# %% read_update
def read_update(before, after):
    weights, bias = after["weights"] - before["weights"], after["bias"] - before["bias"]
    return weights.mean(axis=0) / (bias.mean() + 1e-12), int(np.argmax(bias))
