"""Refuses large numbers as well.

loses: test_usable
"""


# %% usable
def usable(reply, examples, wanted):
    return (
        set(reply) == set(wanted)
        and all(reply[name].shape == wanted[name].shape for name in wanted)
        and all((np.abs(array) < 1000).all() for array in reply.values())
        and 0 < examples < math.inf
    )
