"""Treats share-alike as a duty of credit: whatever names the author will do.

loses: test_may_carry
"""


# %% may_carry
def may_carry(work, release, licences):
    given, chosen = licences[work], licences[release]
    if not given["changes"]:
        return False
    return (given["money"] or not chosen["money"]) and (chosen["credit"] or not given["credit"]) and (given["any_purpose"] or not chosen["any_purpose"])
