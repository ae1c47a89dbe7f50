"""Lists the languages that are in the release.

loses: test_languages_lost
"""


# %% languages_lost
def languages_lost(stories, allowed):
    return sorted({story["language"] for story in stories if story["licence"] in allowed})
