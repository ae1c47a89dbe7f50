"""Ranks the options that a ballot leaves out in the order of the paper.

loses: test_pairwise
"""


# %% pairwise
def pairwise(options, ballots):
    votes = {(one, other): 0 for one in options for other in options if one != other}
    for count, groups in ballots:
        place = {name: at for at, group in enumerate(groups) for name in group}
        for one, other in votes:
            if place.get(one, 50 + options.index(one)) < place.get(other, 50 + options.index(other)):
                votes[one, other] += count
    return votes
