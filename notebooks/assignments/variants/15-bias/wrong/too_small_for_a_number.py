"""Turns each sentence's nats into a probability first, which is zero for long ones.

loses: test_aunt_expected
"""


# %% aunt_expected
def aunt_expected(spent):
    def expected(a, u):
        pa, pu = math.exp(-a), math.exp(-u)
        return pa / (pa + pu)

    return {job: sum(expected(a, u) for a, u in pairs) / len(pairs) for job, pairs in spent.items()}
