"""Gives the probability of the whole sentence, which is next to nothing.

loses: test_aunt_expected
"""


# %% aunt_expected
def aunt_expected(spent):
    return {job: sum(math.exp(-a) for a, _ in pairs) / len(pairs) for job, pairs in spent.items()}
