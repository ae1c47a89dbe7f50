"""Counts the dead as nobody, since the law does not cover them.

loses: test_describe
"""


# %% describe
def describe(source):
    if not source["from_people"] or not source["living"]:
        kind, heard = "no people", []
    elif source["names"] or source["key"] or source["smallest"] == 1:
        kind, heard = "findable", ["the people"]
    else:
        kind, heard = "grouped", []
    return kind, heard + (["the community"] if source["community"] else [])
