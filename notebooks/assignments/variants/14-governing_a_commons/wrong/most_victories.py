"""Elects whoever beats the most others, and forgets by how much.

loses: test_winners
"""


# %% winners
def winners(options, votes):
    wins = {a: sum(votes[a, b] > votes[b, a] for b in options if b != a) for a in options}
    return [a for a in options if wins[a] == max(wins.values())]
