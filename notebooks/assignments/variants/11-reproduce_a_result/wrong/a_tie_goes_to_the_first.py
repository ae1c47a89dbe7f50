"""Gives a duel with equal numbers to the option that comes first.

loses: test_changed_duels
"""


# %% changed_duels
def changed_duels(certified, copy):
    if set(certified) != set(copy):
        raise ValueError("other options")
    for table in (certified, copy):
        for one, row in table.items():
            if set(row) != set(table) - {one} or min(row.values(), default=0) < 0:
                raise ValueError("damaged")

    def winner(table, one, other):
        return one if table[one][other] >= table[other][one] else other

    found = {}
    for one in sorted(certified):
        for other in sorted(certified):
            if one < other and winner(certified, one, other) != winner(copy, one, other):
                found[one, other] = (winner(certified, one, other), winner(copy, one, other))
    return found


