"""Leaves out whole clinics, those with the largest and the smallest updates.

loses: test_trimmed_mean
"""


# %% trimmed_mean
def trimmed_mean(updates, liars):
    order = np.argsort(np.abs(updates).sum(axis=1))
    return updates[order[liars : len(order) - liars]].mean(axis=0)
