"""Accepts whatever NumPy can add to the network.

loses: test_usable
"""


# %% usable
def usable(reply, examples, wanted):
    try:
        return (
            all(np.isfinite(wanted[name] + reply[name]).all() for name in wanted) and 0 < examples < math.inf
        )
    except (KeyError, ValueError):
        return False
