"""Goes over the table once and does not see that one number leads to the next.

loses: test_worked_out
"""


# %% worked_out
def worked_out(counts):
    found = {}
    for y, row in enumerate(counts[:-1]):
        for x, count in enumerate(row[:-1]):
            down = [line[x] for line in counts[:-1]]
            if count is None and row[:-1].count(None) == 1:
                found[y, x] = row[-1] - sum(n for n in row[:-1] if n is not None)
            elif count is None and down.count(None) == 1:
                found[y, x] = counts[-1][x] - sum(n for n in down if n is not None)
    return found
