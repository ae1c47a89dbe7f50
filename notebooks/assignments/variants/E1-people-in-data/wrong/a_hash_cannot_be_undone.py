"""Believes that a hash cannot be run backwards, and leaves it at that.

loses: test_numbers_behind
"""


# %% numbers_behind
def numbers_behind(tokens, begin, digits, salt):
    return {}
