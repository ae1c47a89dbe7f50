"""Believes the hash that stands in the line, and does not compute it.

loses: test_first_wrong
"""


# %% first_wrong
def first_wrong(log, anchors):
    noted = dict(anchors)
    before = START
    for place, line in enumerate(log, start=1):
        if line["n"] != place or line["before"] != before:
            return place
        if noted.get(place, line["hash"]) != line["hash"]:
            return place
        before = line["hash"]
    return len(log) + 1 if max(noted, default=0) > len(log) else 0
