"""Reads an option that was left out as a zero, which is smaller than one, so that it wins.

loses: test_pairwise
"""


# %% pairwise
def pairwise(options, ballots):
    votes = {(one, other): 0 for one in options for other in options if one != other}
    for count, groups in ballots:
        place = {name: at for at, group in enumerate(groups) for name in group}
        for one, other in votes:
            if place.get(one, -1) < place.get(other, -1):
                votes[one, other] += count
    return votes
