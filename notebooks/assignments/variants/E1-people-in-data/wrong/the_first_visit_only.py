"""Looks at each person's first visit and forgets that a later one may give them away.

loses: test_share_alone
"""

# %% share_alone
from collections import Counter


def share_alone(rows, known):
    first = {}
    for row in rows:
        first.setdefault(row["person"], tuple(row[name] for name in known))
    size = Counter(first.values())
    return sum(size[look] == 1 for look in first.values()) / len(first)
