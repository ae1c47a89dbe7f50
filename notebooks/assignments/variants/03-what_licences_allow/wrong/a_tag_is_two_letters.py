"""Takes the first two letters for the language, so that one Chinese stands for the other.

loses: test_languages_lost
"""


# %% languages_lost
def languages_lost(stories, allowed):
    kept = {story["language"][:2] for story in stories if story["licence"] in allowed}
    return sorted({story["language"] for story in stories if story["language"][:2] not in kept})
