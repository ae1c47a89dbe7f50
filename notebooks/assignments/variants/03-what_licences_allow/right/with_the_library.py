"""Expressions read by the license-expression library; rules as a list of objections."""


# %% can_be_kept
def can_be_kept(expression, accepted):
    from openhearth.labs.licensing import allows

    return allows(expression, accepted.__contains__)


# %% may_carry
def may_carry(work, release, licences):
    given, chosen = licences[work], licences[release]
    objections = [not given["changes"], given["same_again"] and work != release]
    if not given["same_again"]:
        objections += [
            chosen["money"] > given["money"],
            given["credit"] > chosen["credit"],
            chosen["any_purpose"] > given["any_purpose"],
        ]
    return not any(objections)


# %% languages_lost
def languages_lost(stories, allowed):
    lost = {}
    for story in stories:
        lost[story["language"]] = lost.get(story["language"], True) and story["licence"] not in allowed
    return [language for language, gone in lost.items() if gone]


# %% is_open
def is_open(answers):
    return all(answers[name] for name in ("money", "changes", "any_purpose"))


# %% credit_lines
def credit_lines(stories, licences):
    return {
        story["id"]: " | ".join(story[part] for part in ("title", "author", "translator", "licence", "source"))
        for story in stories
    }
