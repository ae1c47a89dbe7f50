"""Trusts that a few liars do not matter in a mean.

loses: test_trimmed_mean
"""


# %% trimmed_mean
def trimmed_mean(updates, liars):
    return updates.mean(axis=0)
