"""Forgets grants to a class.

loses: test_granted
"""


# %% granted
def granted(grants, cohorts, learner, resource, purpose, now):
    return any(
        grant["learner"] == learner
        and grant["revoked"] is None
        and grant["resource"] == resource
        and grant["purpose"] == purpose
        and grant["begins"] <= now < grant["ends"]
        for grant in grants
    )
