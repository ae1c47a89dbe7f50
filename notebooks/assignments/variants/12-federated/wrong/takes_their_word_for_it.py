"""Checks the arrays, and believes any number of examples.

loses: test_usable
"""


# %% usable
def usable(reply, examples, wanted):
    return set(reply) == set(wanted) and all(
        reply[name].shape == wanted[name].shape and np.isfinite(reply[name]).all() for name in wanted
    )
