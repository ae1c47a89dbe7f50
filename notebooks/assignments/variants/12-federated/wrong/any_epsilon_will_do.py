"""Takes an infinite epsilon, which is no noise at all, for differential privacy.

loses: test_who_may_learn
"""


# %% who_may_learn
def who_may_learn(federation):
    found = set()
    if federation["data_leave"] or not (federation["secure_aggregation"] and federation["clinics"] >= 3):
        found.add("server")
    if federation["epsilon"] is None:
        found.add("users")
    return found if federation["encrypted"] else found | {"strangers"}
