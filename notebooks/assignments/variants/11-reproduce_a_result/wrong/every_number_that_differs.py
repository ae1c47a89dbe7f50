"""Reports each duel in which a number differs, though its winner is the same.

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
        ahead = table[one][other] - table[other][one]
        return one if ahead > 0 else other if ahead < 0 else None

    return {
        (one, other): (winner(certified, one, other), winner(copy, one, other))
        for one in certified
        for other in certified
        if one < other and (certified[one][other], certified[other][one]) != (copy[one][other], copy[other][one])
    }
