"""Compares who beats everybody, and looks at no other duel.

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

    def best(table):
        for one in table:
            if all(table[one][other] > table[other][one] for other in table if other != one):
                return one
        return None

    first, second = best(certified), best(copy)
    return {} if first == second else {tuple(sorted(filter(None, (first, second)))): (first, second)}
