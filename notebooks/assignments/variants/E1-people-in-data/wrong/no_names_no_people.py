"""Takes data without names for data in groups.

loses: test_describe
"""


# %% describe
def describe(source):
    if not source["from_people"]:
        kind, heard = "no people", []
    elif not source["living"]:
        kind, heard = "the dead", ["families"]
    elif source["names"]:
        kind, heard = "findable", ["the people"]
    else:
        kind, heard = "grouped", []
    return kind, heard + (["the community"] if source["community"] else [])
