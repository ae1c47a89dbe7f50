"""Lists every language that loses a story.

loses: test_languages_lost
"""


# %% languages_lost
def languages_lost(stories, allowed):
    return sorted({story["language"] for story in stories if story["licence"] not in allowed})
