"""Asks nobody about what can be downloaded already.

loses: test_describe
"""


# %% describe
def describe(source):
    if not source["from_people"]:
        kind, heard = "no people", []
    elif not source["living"]:
        kind, heard = "the dead", ["families"]
    elif source["names"] or source["key"] or source["smallest"] == 1:
        kind, heard = "findable", ["the people"]
    else:
        kind, heard = "grouped", []
    if source["public"]:
        return kind, []
    return kind, heard + (["the community"] if source["community"] else [])
