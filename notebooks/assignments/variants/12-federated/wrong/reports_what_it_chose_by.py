"""Chooses rightly, and reports the score it chose by.

loses: test_reported
"""


# %% reported
def reported(choosing, testing):
    best = choosing.index(max(choosing))
    return best, choosing[best]
