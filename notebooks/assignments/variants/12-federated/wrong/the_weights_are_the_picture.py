"""Reads the picture out of the finished weights, not out of their change.

loses: test_read_update
"""


# %% read_update
def read_update(before, after):
    which = int(np.argmax(after["bias"] - before["bias"]))
    return after["weights"][which] / after["bias"][which], which
