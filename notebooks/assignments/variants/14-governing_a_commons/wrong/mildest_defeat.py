"""Elects whoever has the mildest worst defeat, even if every other option beats it.

loses: test_winners
"""


# %% winners
def winners(options, votes):
    worst = {
        a: max((votes[b, a] for b in options if b != a and votes[b, a] > votes[a, b]), default=0)
        for a in options
    }
    return [a for a in options if worst[a] == min(worst.values())]
