"""Calls pseudonyms anonymous when somebody else keeps the key.

loses: test_describe
"""


# %% describe
def describe(source):
    if not source["from_people"]:
        kind, heard = "no people", []
    elif not source["living"]:
        kind, heard = "the dead", ["families"]
    elif source["names"] or source["key"] == "us" or source["smallest"] == 1:
        kind, heard = "findable", ["the people"]
    else:
        kind, heard = "grouped", []
    return kind, heard + (["the community"] if source["community"] else [])
