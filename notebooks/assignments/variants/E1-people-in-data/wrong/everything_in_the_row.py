"""Compares whole rows, the illness included, which is what the attacker wants to learn.

loses: test_share_alone
"""


# %% share_alone
def share_alone(rows, known):
    people = defaultdict(set)
    for row in rows:
        look = tuple(sorted((name, str(value)) for name, value in row.items() if name != "person"))
        people[look if known else ()].add(row["person"])
    alone = {next(iter(who)) for who in people.values() if len(who) == 1}
    return len(alone) / len({row["person"] for row in rows})
