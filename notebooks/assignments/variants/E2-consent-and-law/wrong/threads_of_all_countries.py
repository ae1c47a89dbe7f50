"""Throws the threads of all countries into one bag.

loses: test_laws_that_reach
"""


# %% laws_that_reach
def laws_that_reach(case, laws, unions):
    threads = {thread for what in case.values() for thread in what}
    found = []
    for law in laws:
        territory = unions.get(law["where"], [law["where"]])
        if any(country in case for country in territory) and threads & set(law["threads"]):
            found.append(law["name"])
    return found
