"""Looks at the first story of each language alone.

loses: test_languages_lost
"""


# %% languages_lost
def languages_lost(stories, allowed):
    first = {}
    for story in stories:
        first.setdefault(story["language"], story["licence"])
    return [language for language, licence in first.items() if licence not in allowed]
