"""Leaves out as many values as there are liars, half of them at each end.

loses: test_trimmed_mean
"""


# %% trimmed_mean
def trimmed_mean(updates, liars):
    low = liars // 2
    high = liars - low
    return np.sort(updates, axis=0)[low : len(updates) - high].mean(axis=0)
