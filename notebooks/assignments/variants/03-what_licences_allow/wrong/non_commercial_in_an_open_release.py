"""Thinks that credit is all a non-commercial author wants.

loses: test_may_carry
"""


# %% may_carry
def may_carry(work, release, licences):
    given, chosen = licences[work], licences[release]
    if not given["changes"]:
        return False
    if given["same_again"]:
        return work == release
    return (chosen["credit"] or not given["credit"]) and (given["any_purpose"] or not chosen["any_purpose"])
