"""Looks for NaN, and lets infinity pass.

loses: test_usable
"""


# %% usable
def usable(reply, examples, wanted):
    return (
        set(reply) == set(wanted)
        and all(reply[name].shape == wanted[name].shape for name in wanted)
        and not any(np.isnan(array).any() for array in reply.values())
        and bool(np.isfinite(examples))
        and examples > 0
    )
