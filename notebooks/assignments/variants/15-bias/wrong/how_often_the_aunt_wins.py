"""Counts the pairs in which the aunt is more probable, however little.

loses: test_aunt_expected
"""


# %% aunt_expected
def aunt_expected(spent):
    return {job: sum((a < u) + (a == u) / 2 for a, u in pairs) / len(pairs) for job, pairs in spent.items()}
