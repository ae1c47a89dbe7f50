"""Calls open only what asks for nothing.

loses: test_is_open
"""


# %% is_open
def is_open(answers):
    free = answers["money"] and answers["changes"] and answers["any_purpose"]
    return free and not answers["credit"] and not answers["same_again"]
