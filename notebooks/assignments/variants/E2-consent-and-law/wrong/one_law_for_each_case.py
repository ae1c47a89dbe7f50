"""Stops at the first law that reaches it.

loses: test_laws_that_reach
"""


# %% laws_that_reach
def laws_that_reach(case, laws, unions):
    for law in laws:
        for country in unions.get(law["where"], [law["where"]]):
            if set(case.get(country, [])) & set(law["threads"]):
                return [law["name"]]
    return []
