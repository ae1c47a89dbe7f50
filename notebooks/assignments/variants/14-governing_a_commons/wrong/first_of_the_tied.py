"""Breaks a tie by the order of the list.

loses: test_winners
"""


# %% winners
def winners(options, votes):
    strength = {pair: n if n > votes[pair[::-1]] else 0 for pair, n in votes.items()}
    for k in options:
        for i in options:
            for j in options:
                if len({i, j, k}) == 3:
                    strength[i, j] = max(strength[i, j], min(strength[i, k], strength[k, j]))
    best = [i for i in options if all(strength[i, j] >= strength[j, i] for j in options if j != i)]
    return best[:1]
