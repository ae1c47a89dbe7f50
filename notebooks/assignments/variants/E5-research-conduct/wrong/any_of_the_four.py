"""Asks for one of the criteria instead of all.

loses: test_who_signs
"""


# %% who_signs
def who_signs(team):
    due = {}
    for one in team:
        work = any(role in SUBSTANTIAL for role in one["roles"])
        wrote = any(role in WRITING for role in one["roles"])
        rest = "thank" if one["roles"] else "none"
        any_met = work or wrote or one["approved"] or one["answers"]
        due[one["name"]] = "disclose" if one["tool"] else "author" if any_met else "ask" if work and not one["asked"] else rest
    return due
