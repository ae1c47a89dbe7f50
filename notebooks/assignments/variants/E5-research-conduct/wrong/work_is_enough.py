"""Makes an author of whoever contributed substantially.

loses: test_who_signs
"""


# %% who_signs
def who_signs(team):
    due = {}
    for one in team:
        work = any(role in SUBSTANTIAL for role in one["roles"])
        wrote = any(role in WRITING for role in one["roles"])
        rest = "thank" if one["roles"] else "none"
        due[one["name"]] = "disclose" if one["tool"] else "author" if work else rest
    return due
