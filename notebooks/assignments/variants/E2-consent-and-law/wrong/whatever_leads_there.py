"""Counts any thread that leads to a country, whether its law takes it up or not.

loses: test_laws_that_reach
"""


# %% laws_that_reach
def laws_that_reach(case, laws, unions):
    return [
        law["name"] for law in laws if any(case.get(one) for one in unions.get(law["where"], [law["where"]]))
    ]
