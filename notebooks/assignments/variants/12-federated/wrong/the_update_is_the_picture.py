"""Takes the change of the weights for the picture.

loses: test_read_update
"""


# %% read_update
def read_update(before, after):
    which = int(np.argmax(after["bias"] - before["bias"]))
    return (after["weights"] - before["weights"])[which], which
