"""Lets a work only into a release with the same answers.

loses: test_may_carry
"""


# %% may_carry
def may_carry(work, release, licences):
    given, chosen = licences[work], licences[release]
    return given["changes"] and given == chosen and (work == release or not given["same_again"])
