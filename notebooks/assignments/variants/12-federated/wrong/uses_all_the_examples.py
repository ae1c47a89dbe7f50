"""Chooses by the mean of both scores, to use all the examples.

loses: test_reported
"""


# %% reported
def reported(choosing, testing):
    best = int(np.argmax(np.add(choosing, testing)))
    return best, testing[best]
