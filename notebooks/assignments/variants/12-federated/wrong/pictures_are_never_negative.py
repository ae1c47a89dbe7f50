"""Takes absolute values, as a picture has no negative pixels.

loses: test_read_update
"""


# %% read_update
def read_update(before, after):
    weights, bias = after["weights"] - before["weights"], after["bias"] - before["bias"]
    which = int(np.argmax(bias))
    return np.abs(weights[which] / bias[which]), which
