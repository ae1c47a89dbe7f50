"""Thinks that open means free of charge.

loses: test_is_open
"""


# %% is_open
def is_open(answers):
    return answers["changes"] and answers["any_purpose"]
