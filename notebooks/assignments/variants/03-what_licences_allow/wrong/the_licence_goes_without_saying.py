"""Does not say under which licence the story is.

loses: test_credit_lines
"""


# %% credit_lines
def credit_lines(stories, licences):
    return {
        story["id"]: f"{story['title']}, by {story['author']}, translated by {story['translator']}. {story['source']}"
        for story in stories
        if licences[story["licence"]]["credit"]
    }
