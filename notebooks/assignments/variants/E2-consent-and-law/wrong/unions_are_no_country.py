"""Looks for the union's name among the countries.

loses: test_laws_that_reach
"""


# %% laws_that_reach
def laws_that_reach(case, laws, unions):
    return [law["name"] for law in laws if set(case.get(law["where"], [])) & set(law["threads"])]
