"""Takes what a ballot leaves out for no opinion, also against what it ranks.

loses: test_pairwise
"""


# %% pairwise
def pairwise(options, ballots):
    votes = {(one, other): 0 for one in options for other in options if one != other}
    for count, groups in ballots:
        place = {name: at for at, group in enumerate(groups) for name in group}
        for one, other in votes:
            if one in place and other in place and place[one] < place[other]:
                votes[one, other] += count
    return votes
