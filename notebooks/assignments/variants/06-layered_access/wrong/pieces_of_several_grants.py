"""Looks for each condition in some grant, not for all of them in one.

loses: test_granted
"""


# %% granted
def granted(grants, cohorts, learner, resource, purpose, now):
    theirs = [g for g in grants if g["learner"] == learner or learner in cohorts.get(g["cohort"], ())]
    return (
        any((g["resource"], g["purpose"]) == (resource, purpose) for g in theirs)
        and any(g["revoked"] is None for g in theirs)
        and any(g["begins"] <= now < g["ends"] for g in theirs)
    )
