"""Gives each group beds by its number of patients.

loses: test_beds_for
"""


# %% beds_for
def beds_for(scores, worse, group, beds):
    watched = [False] * len(scores)
    for name in set(group):
        mine = sorted((i for i in range(len(scores)) if group[i] == name), key=lambda i: -scores[i])
        for i in mine[: beds * len(mine) // len(scores)]:
            watched[i] = True
    return watched
