"""Compares sizes instead of shapes.

loses: test_usable
"""


# %% usable
def usable(reply, examples, wanted):
    return (
        set(reply) == set(wanted)
        and all(reply[name].size == wanted[name].size for name in wanted)
        and all(np.isfinite(array).all() for array in reply.values())
        and 0 < examples < math.inf
    )
