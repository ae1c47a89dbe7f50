"""Lays the groups out in a row, so that of two options side by side the first written wins.

loses: test_pairwise
"""


# %% pairwise
def pairwise(options, ballots):
    votes = {(one, other): 0 for one in options for other in options if one != other}
    for count, groups in ballots:
        ranked = [name for group in groups for name in group]
        place = {name: at for at, name in enumerate(ranked)}
        for one, other in votes:
            if place.get(one, 99) < place.get(other, 99):
                votes[one, other] += count
    return votes
