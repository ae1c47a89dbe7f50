"""Looks only at the last grant in the list.

loses: test_granted
"""


# %% granted
def granted(grants, cohorts, learner, resource, purpose, now):
    theirs = [g for g in grants if g["learner"] == learner or learner in cohorts.get(g["cohort"], ())]
    theirs = [g for g in theirs if (g["resource"], g["purpose"]) == (resource, purpose)]
    return bool(theirs) and theirs[-1]["revoked"] is None and theirs[-1]["begins"] <= now < theirs[-1]["ends"]
