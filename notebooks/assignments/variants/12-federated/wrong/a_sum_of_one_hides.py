"""Trusts secure aggregation whatever the number of clinics.

loses: test_who_may_learn
"""


# %% who_may_learn
def who_may_learn(federation):
    found = set()
    if federation["data_leave"] or not federation["secure_aggregation"]:
        found.add("server")
    if federation["epsilon"] in (None, math.inf):
        found.add("users")
    return found if federation["encrypted"] else found | {"strangers"}
