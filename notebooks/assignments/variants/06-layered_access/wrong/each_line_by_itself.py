"""Checks each line's hash, but not that it follows the one before.

loses: test_first_wrong
"""


# %% first_wrong
def first_wrong(log, anchors):
    noted = dict(anchors)
    for place, line in enumerate(log, start=1):
        if line["n"] != place or line["hash"] != entry_hash(line["n"], line["before"], line["text"]):
            return place
        if noted.get(place, line["hash"]) != line["hash"]:
            return place
    return len(log) + 1 if max(noted, default=0) > len(log) else 0
