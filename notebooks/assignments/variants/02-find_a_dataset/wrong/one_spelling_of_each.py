"""Knows each licence by its one official name, so a space for a hyphen costs a story.

loses: test_releasable
"""


# %% releasable
def releasable(records):
    known = {"CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-3.0", "CC-BY-SA-3.0"}
    return [record["id"] for record in records if record["licence"] in known]
