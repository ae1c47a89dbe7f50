"""Counts first places and nothing else, as in plurality.

loses: test_pairwise
"""


# %% pairwise
def pairwise(options, ballots):
    votes = {(one, other): 0 for one in options for other in options if one != other}
    for count, groups in ballots:
        place = {name: at for at, group in enumerate(groups) for name in group}
        for one, other in votes:
            if place.get(one, 99) == 0 and place.get(other, 99) > 0:
                votes[one, other] += count
    return votes
