"""Drops an option that loses to another one, not only to the default.

loses: test_still_in
"""


# %% still_in
def still_in(votes, default, quorum, majority):
    left = []
    for option in {one for one, _ in votes} - {default}:
        above, below = votes[option, default], votes[default, option]
        if (
            above >= quorum
            and above > below
            and above >= majority.get(option, 1) * below
            and all(votes[option, other] >= votes[other, option] for one, other in votes if one == option)
        ):
            left.append(option)
    return left
