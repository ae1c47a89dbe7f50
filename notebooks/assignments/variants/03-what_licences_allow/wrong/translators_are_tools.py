"""Names the author, and forgets that a translation has a maker of its own.

loses: test_credit_lines
"""


# %% credit_lines
def credit_lines(stories, licences):
    return {
        story["id"]: f"{story['title']}, by {story['author']}. {story['licence']}. {story['source']}"
        for story in stories
        if licences[story["licence"]]["credit"]
    }
