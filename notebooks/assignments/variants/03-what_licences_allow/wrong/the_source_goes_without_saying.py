"""Does not say where the story came from.

loses: test_credit_lines
"""


# %% credit_lines
def credit_lines(stories, licences):
    return {
        story["id"]: f"{story['title']}, by {story['author']}, translated by {story['translator']}. {story['licence']}"
        for story in stories
        if licences[story["licence"]]["credit"]
    }
