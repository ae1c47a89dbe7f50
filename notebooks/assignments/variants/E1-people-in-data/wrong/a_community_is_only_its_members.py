"""Hears the community only where one of its members can be found.

loses: test_describe
"""


# %% describe
def describe(source):
    if not source["from_people"]:
        return "no people", []
    if not source["living"]:
        return "the dead", ["families"]
    if source["names"] or source["key"] or source["smallest"] == 1:
        return "findable", ["the people"] + (["the community"] if source["community"] else [])
    return "grouped", []
