"""Takes secure aggregation for protection of the finished model.

loses: test_who_may_learn
"""


# %% who_may_learn
def who_may_learn(federation):
    hidden = federation["secure_aggregation"] and federation["clinics"] >= 3
    found = set() if hidden and not federation["data_leave"] else {"server"}
    if not hidden and federation["epsilon"] in (None, math.inf):
        found.add("users")
    return found if federation["encrypted"] else found | {"strangers"}
