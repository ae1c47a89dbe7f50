"""Takes a grant without a learner as a grant for everybody.

loses: test_granted
"""


# %% granted
def granted(grants, cohorts, learner, resource, purpose, now):
    return any(
        grant["learner"] in (None, learner)
        and grant["revoked"] is None
        and grant["resource"] == resource
        and grant["purpose"] == purpose
        and grant["begins"] <= now < grant["ends"]
        for grant in grants
    )
