"""Counts rows, so that a person's second visit hides the first.

loses: test_share_alone
"""

# %% share_alone
from collections import Counter


def share_alone(rows, known):
    size = Counter(tuple(row[name] for name in known) for row in rows)
    return sum(size[tuple(row[name] for name in known)] == 1 for row in rows) / len(rows)
