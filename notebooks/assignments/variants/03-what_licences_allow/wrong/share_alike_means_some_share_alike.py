"""Lets a share-alike work into any release that is share-alike.

loses: test_may_carry
"""


# %% may_carry
def may_carry(work, release, licences):
    given, chosen = licences[work], licences[release]
    if not given["changes"]:
        return False
    if given["same_again"]:
        return chosen["same_again"]
    return (given["money"] or not chosen["money"]) and (chosen["credit"] or not given["credit"]) and (given["any_purpose"] or not chosen["any_purpose"])
