"""Demands that every thread of a law lead there.

loses: test_laws_that_reach
"""


# %% laws_that_reach
def laws_that_reach(case, laws, unions):
    found = []
    for law in laws:
        territory = unions.get(law["where"], [law["where"]])
        threads = {thread for country in territory for thread in case.get(country, [])}
        if set(law["threads"]) <= threads:
            found.append(law["name"])
    return found
