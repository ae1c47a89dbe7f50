"""Asks whether it was granted, and not until when.

loses: test_granted
"""


# %% granted
def granted(grants, cohorts, learner, resource, purpose, now):
    return any(
        (grant["learner"] == learner or learner in cohorts.get(grant["cohort"], ()))
        and grant["revoked"] is None
        and grant["resource"] == resource
        and grant["purpose"] == purpose
        and grant["begins"] <= now
        for grant in grants
    )
