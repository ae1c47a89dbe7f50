"""Gives each group beds by its number of those who got worse, however well the model knows them.

loses: test_beds_for
"""


# %% beds_for
def beds_for(scores, worse, group, beds):
    watched = [False] * len(scores)
    for name in set(group):
        mine = sorted((i for i in range(len(scores)) if group[i] == name), key=lambda i: -scores[i])
        for i in mine[: int(beds * sum(worse[i] for i in mine) / sum(worse))]:
            watched[i] = True
    return watched
