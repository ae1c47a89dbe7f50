"""Sorts nothing: leaves out the first and the last clinics of the list.

loses: test_trimmed_mean
"""


# %% trimmed_mean
def trimmed_mean(updates, liars):
    return updates[liars : len(updates) - liars].mean(axis=0)
