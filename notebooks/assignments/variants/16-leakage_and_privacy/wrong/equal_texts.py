"""Drops only what equals an earlier page.

loses: test_keep_one_of_each
"""


# %% keep_one_of_each
def keep_one_of_each(pages, alike):
    return list(dict.fromkeys(pages))
