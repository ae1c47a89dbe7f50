"""Believes the leaflet: where the records stay, nobody learns but strangers on the line.

loses: test_who_may_learn
"""


# %% who_may_learn
def who_may_learn(federation):
    found = set() if federation["encrypted"] else {"strangers"}
    return found | {"server", "users"} if federation["data_leave"] else found
