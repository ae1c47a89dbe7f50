"""Asks only where the one who decides sits.

loses: test_laws_that_reach
"""


# %% laws_that_reach
def laws_that_reach(case, laws, unions):
    found = []
    for law in laws:
        territory = unions.get(law["where"], [law["where"]])
        if any("seat" in case.get(country, []) for country in territory):
            found.append(law["name"])
    return found
