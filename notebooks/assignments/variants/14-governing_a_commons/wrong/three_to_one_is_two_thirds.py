"""Takes three to one for two thirds of the votes.

loses: test_still_in
"""


# %% still_in
def still_in(votes, default, quorum, majority):
    left = []
    for option in {one for one, _ in votes} - {default}:
        above, below = votes[option, default], votes[default, option]
        if above >= quorum and above > below and above / (above + below) >= 1 - 1 / majority.get(option, 1):
            left.append(option)
    return left
