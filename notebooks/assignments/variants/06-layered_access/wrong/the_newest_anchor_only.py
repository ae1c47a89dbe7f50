"""Holds the log against the newest anchor only, so it finds that something is wrong, and not where.

loses: test_first_wrong
"""


# %% first_wrong
def first_wrong(log, anchors):
    noted = dict([max(anchors)] if anchors else [])
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
    return len(log) + 1 if max(noted, default=0) > len(log) else 0
