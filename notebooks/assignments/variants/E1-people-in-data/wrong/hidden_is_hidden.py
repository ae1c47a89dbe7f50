"""Trusts that a hidden count cannot be known.

loses: test_worked_out
"""


# %% worked_out
def worked_out(counts):
    return {}
