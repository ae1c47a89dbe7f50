"""Stops at the first reason, so some harm hides that people's data are repeated.

loses: test_tier
"""


# %% tier
def tier(harm, personal, memorised):
    if harm == "grave":
        return "reviewed"
    if harm == "some":
        return "registered"
    return "credentialed" if personal and (memorised is None or memorised > 0.01) else "open"
