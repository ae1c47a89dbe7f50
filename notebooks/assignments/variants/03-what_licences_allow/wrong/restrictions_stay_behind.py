"""Lets a restricted model into a release for every purpose.

loses: test_may_carry
"""


# %% may_carry
def may_carry(work, release, licences):
    given, chosen = licences[work], licences[release]
    if not given["changes"]:
        return False
    if given["same_again"]:
        return work == release
    return (given["money"] or not chosen["money"]) and (chosen["credit"] or not given["credit"])
