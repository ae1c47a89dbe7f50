"""Calls open what may be read and sold, though nobody may change it.

loses: test_is_open
"""


# %% is_open
def is_open(answers):
    return answers["money"] and answers["any_purpose"]
