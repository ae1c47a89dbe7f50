"""Takes what costs more for what is more probable.

loses: test_aunt_expected
"""


# %% aunt_expected
def aunt_expected(spent):
    return {job: sum(1 / (1 + math.exp(u - a)) for a, u in pairs) / len(pairs) for job, pairs in spent.items()}
