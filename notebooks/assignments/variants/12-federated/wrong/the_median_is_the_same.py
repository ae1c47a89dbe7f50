"""Takes the median whatever the number of liars.

loses: test_trimmed_mean
"""


# %% trimmed_mean
def trimmed_mean(updates, liars):
    return np.median(updates, axis=0)
