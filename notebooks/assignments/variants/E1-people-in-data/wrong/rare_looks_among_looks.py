"""Divides the rare combinations by all combinations instead of people by people.

loses: test_share_alone
"""


# %% share_alone
def share_alone(rows, known):
    people = defaultdict(set)
    for row in rows:
        people[tuple(row[name] for name in known)].add(row["person"])
    return sum(len(who) == 1 for who in people.values()) / len(people)
