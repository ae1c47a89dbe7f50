"""Takes the moment 0 for no moment.

loses: test_granted
"""


# %% granted
def granted(grants, cohorts, learner, resource, purpose, now):
    return any(
        (grant["learner"] == learner or learner in cohorts.get(grant["cohort"], ()))
        and not grant["revoked"]
        and grant["resource"] == resource
        and grant["purpose"] == purpose
        and grant["begins"] <= now < grant["ends"]
        for grant in grants
    )
