"""Keeps one credit a title, so that translations of a story share the first one's.

loses: test_credit_lines
"""


# %% credit_lines
def credit_lines(stories, licences):
    lines, by_title = {}, {}
    for story in stories:
        if licences[story["licence"]]["credit"]:
            line = by_title.setdefault(
                story["title"],
                f"{story['title']}, {story['author']}, {story['translator']}, {story['licence']}, {story['source']}",
            )
            lines[story["id"]] = line
    return lines
