"""Elects only who beats each other option, and nobody in a circle.

loses: test_winners
"""


# %% winners
def winners(options, votes):
    return [a for a in options if all(votes[a, b] >= votes[b, a] for b in options if b != a)]
