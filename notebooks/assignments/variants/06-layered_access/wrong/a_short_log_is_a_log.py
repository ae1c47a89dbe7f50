"""Compares the anchors of lines that are there, and does not miss the others.

loses: test_first_wrong
"""


# %% first_wrong
def first_wrong(log, anchors):
    noted = dict(anchors)
    before = START
    for place, line in enumerate(log, start=1):
        if (
            line["n"] != place
            or line["before"] != before
            or line["hash"] != entry_hash(line["n"], line["before"], line["text"])
        ):
            return place
        if noted.get(place, line["hash"]) != line["hash"]:
            return place
        before = line["hash"]
    return 0
