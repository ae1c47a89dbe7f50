"""Adds up all votes over others, which is Borda's count.

loses: test_winners
"""


# %% winners
def winners(options, votes):
    total = {a: sum(votes[a, b] for b in options if b != a) for a in options}
    return [a for a in options if total[a] == max(total.values())]
