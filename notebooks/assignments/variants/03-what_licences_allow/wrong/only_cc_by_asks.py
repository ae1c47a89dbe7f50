"""Thanks for CC BY by name, and forgets that others ask for credit too.

loses: test_credit_lines
"""


# %% credit_lines
def credit_lines(stories, licences):
    return {
        story["id"]: f"{story['title']}, by {story['author']}, translated by {story['translator']}. {story['licence']}. {story['source']}"
        for story in stories
        if story["licence"] == "CC-BY-4.0"
    }
