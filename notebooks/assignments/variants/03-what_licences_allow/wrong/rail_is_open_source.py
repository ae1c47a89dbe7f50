"""Calls open what can be had, changed and sold, whatever uses it forbids.

loses: test_is_open
"""


# %% is_open
def is_open(answers):
    return answers["money"] and answers["changes"]
