"""Gives the next bed to the group that misses most people, so that a small group waits.

loses: test_beds_for
"""


# %% beds_for
def beds_for(scores, worse, group, beds):
    line = {n: sorted((i for i in range(len(scores)) if group[i] == n), key=scores.__getitem__) for n in set(group)}
    missed = {name: sum(worse[i] for i in line[name]) for name in line}
    watched = [False] * len(scores)
    for _ in range(beds):
        name = max((n for n in line if line[n]), key=lambda n: (missed[n], n))
        one = line[name].pop()
        watched[one] = True
        missed[name] -= worse[one]
    return watched
