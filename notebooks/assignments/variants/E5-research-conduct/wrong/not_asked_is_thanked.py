"""Thanks those who did the work and were never asked to write.

loses: test_who_signs
"""


# %% who_signs
def who_signs(team):
    due = {}
    for one in team:
        work = any(role in SUBSTANTIAL for role in one["roles"])
        wrote = any(role in WRITING for role in one["roles"])
        rest = "thank" if one["roles"] else "none"
        full = work and wrote and one["approved"] and one["answers"]
        due[one["name"]] = "disclose" if one["tool"] else "author" if full else rest
    return due
