"""Looks whether a single value gives somebody away, not the values together.

loses: test_share_alone
"""


# %% share_alone
def share_alone(rows, known):
    alone = set()
    for name in known:
        people = defaultdict(set)
        for row in rows:
            people[row[name]].add(row["person"])
        alone |= {next(iter(who)) for who in people.values() if len(who) == 1}
    return len(alone) / len({row["person"] for row in rows})
