"""Counts everybody who voted towards the quorum, also those against.

loses: test_still_in
"""


# %% still_in
def still_in(votes, default, quorum, majority):
    left = []
    for option in {one for one, _ in votes} - {default}:
        above, below = votes[option, default], votes[default, option]
        if above + below >= quorum and above > below and above >= majority.get(option, 1) * below:
            left.append(option)
    return left
