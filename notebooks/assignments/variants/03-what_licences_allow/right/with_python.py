"""Expressions turned into Python's own and or, names into True and False; a set for the languages."""


# %% can_be_kept
def can_be_kept(expression, accepted):
    words = expression.replace("(", " ( ").replace(")", " ) ").split()
    same = {"AND": "and", "OR": "or", "(": "(", ")": ")"}
    return eval(" ".join(same.get(word, str(word in accepted)) for word in words))


# %% languages_lost
def languages_lost(stories, allowed):
    return {
        story["language"]
        for story in stories
        if not any(other["licence"] in allowed for other in stories if other["language"] == story["language"])
    }


# %% credit_lines
def credit_lines(stories, licences):
    lines = {}
    for story in stories:
        if not licences[story["licence"]]["credit"]:
            continue
        makers = [story["author"], story["translator"]]
        lines[story["id"]] = (
            f"\u201c{story['title']}\u201d by {' and '.join(filter(None, makers))} ({story['licence']}), {story['source']}"
        )
    return lines
