"""Asks whether the release's terms fit the work's, not the work's the release's.

loses: test_may_carry
"""


# %% may_carry
def may_carry(work, release, licences):
    given, chosen = licences[release], licences[work]
    if not given["changes"]:
        return False
    if given["same_again"]:
        return work == release
    return (given["money"] or not chosen["money"]) and (chosen["credit"] or not given["credit"]) and (given["any_purpose"] or not chosen["any_purpose"])
