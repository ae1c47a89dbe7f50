"""Thinks that training on a work does not change it, so that ND does not matter.

loses: test_may_carry
"""


# %% may_carry
def may_carry(work, release, licences):
    given, chosen = licences[work], licences[release]
    if given["same_again"]:
        return work == release
    return (given["money"] or not chosen["money"]) and (chosen["credit"] or not given["credit"]) and (given["any_purpose"] or not chosen["any_purpose"])
