"""Takes encryption of the line for protection against everybody.

loses: test_who_may_learn
"""


# %% who_may_learn
def who_may_learn(federation):
    if federation["encrypted"]:
        return set()
    return {"server", "users", "strangers"}
