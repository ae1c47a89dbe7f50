"""Gives hidden cells equal parts of what is left, and calls that worked out.

loses: test_worked_out
"""


# %% worked_out
def worked_out(counts):
    found = {}
    for y, row in enumerate(counts[:-1]):
        hidden = [x for x, n in enumerate(row[:-1]) if n is None]
        rest = row[-1] - sum(n for n in row[:-1] if n is not None)
        for x in hidden:
            found[y, x] = rest // len(hidden)
    return found
