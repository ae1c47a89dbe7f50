"""Takes a number that is missing for zero, so that a lost row looks like a lost election.

loses: test_changed_duels
"""


# %% changed_duels
def changed_duels(certified, copy):
    def winner(table, one, other):
        ahead = table.get(one, {}).get(other, 0) - table.get(other, {}).get(one, 0)
        return one if ahead > 0 else other if ahead < 0 else None

    names = sorted(set(certified) | set(copy))
    found = {}
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            results = winner(certified, one, other), winner(copy, one, other)
            if results[0] != results[1]:
                found[one, other] = results
    return found
