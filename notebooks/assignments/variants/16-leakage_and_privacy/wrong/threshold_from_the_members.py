"""Accuses the given share of the members in place of strangers.

loses: test_members_found
"""


# %% members_found
def members_found(members, strangers, wrongly):
    return int(wrongly * len(members)) / len(members)
