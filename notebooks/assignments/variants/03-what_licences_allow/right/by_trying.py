"""Expressions shortened from the inside out, one bracket at a time."""


# %% can_be_kept
def can_be_kept(expression, accepted):
    import re

    def flat(text):
        return any(all(one == "yes" or one in accepted for one in part.split(" AND ")) for part in text.split(" OR "))

    while "(" in expression:
        expression = re.sub(r"\(([^()]*)\)", lambda found: "yes" if flat(found[1]) else "no", expression)
    return flat(expression)


# %% is_open
def is_open(answers):
    return not (not answers["money"] or not answers["changes"] or not answers["any_purpose"])
