"""Writes each rule as one expression, sets and all."""


# %% describe
def describe(source):
    findable = any((source["names"], source["key"], source["smallest"] == 1))
    kind = (
        "no people"
        if not source["from_people"]
        else "the dead"
        if not source["living"]
        else "findable"
        if findable
        else "grouped"
    )
    heard = {"families"} if kind == "the dead" else {"the people"} if kind == "findable" else set()
    return kind, heard | ({"the community"} if source["community"] else set())


# %% worked_out
import numpy as np


def worked_out(counts):
    cells = np.array([[np.nan if n is None else n for n in row] for row in counts], dtype=float)
    sign = np.ones(cells.shape)
    sign[-1] *= -1
    sign[:, -1] *= -1
    found = {}
    while True:
        hidden = np.isnan(cells)
        easy = hidden & ((hidden.sum(0)[None] == 1) | (hidden.sum(1)[:, None] == 1))
        if not easy.any():
            return found
        y, x = np.argwhere(easy)[0]
        by_row = hidden[y].sum() == 1
        value = cells[y, -1] - np.nansum(cells[y, :-1]) if by_row else cells[-1, x] - np.nansum(cells[:-1, x])
        cells[y, x] = value
        found[int(y), int(x)] = round(float(value))
