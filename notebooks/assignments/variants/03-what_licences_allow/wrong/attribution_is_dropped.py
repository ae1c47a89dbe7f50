"""Lets a work that asks for credit into a release that asks for none.

loses: test_may_carry
"""


# %% may_carry
def may_carry(work, release, licences):
    given, chosen = licences[work], licences[release]
    if not given["changes"]:
        return False
    if given["same_again"]:
        return work == release
    return (given["money"] or not chosen["money"]) and (given["any_purpose"] or not chosen["any_purpose"])
