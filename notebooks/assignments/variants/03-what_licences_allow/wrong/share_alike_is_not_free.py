"""Takes the duty to share alike for an exclusion.

loses: test_is_open
"""


# %% is_open
def is_open(answers):
    return answers["money"] and answers["changes"] and answers["any_purpose"] and not answers["same_again"]
