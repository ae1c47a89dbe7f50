"""Forgets that the step goes downhill, and takes the class whose bias fell.

loses: test_read_update
"""


# %% read_update
def read_update(before, after):
    weights, bias = after["weights"] - before["weights"], after["bias"] - before["bias"]
    which = int(np.argmin(bias))
    return weights[which] / bias[which], which
