"""Looks at every array that came, and misses those that did not.

loses: test_usable
"""


# %% usable
def usable(reply, examples, wanted):
    for name, array in reply.items():
        if name not in wanted or array.shape != wanted[name].shape or not np.isfinite(array).all():
            return False
    return bool(0 < examples < math.inf)
