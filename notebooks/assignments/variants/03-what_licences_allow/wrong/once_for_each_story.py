"""Lists a lost language as often as it has stories.

loses: test_languages_lost
"""


# %% languages_lost
def languages_lost(stories, allowed):
    kept = {story["language"] for story in stories if story["licence"] in allowed}
    return [story["language"] for story in stories if story["language"] not in kept]
