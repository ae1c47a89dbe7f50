"""Compares the nats, not the probabilities that they stand for.

loses: test_aunt_expected
"""


# %% aunt_expected
def aunt_expected(spent):
    return {job: sum(u / (a + u) for a, u in pairs) / len(pairs) for job, pairs in spent.items()}
