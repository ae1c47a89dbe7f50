"""Uses the anchors only to count the lines, not to compare their hashes.

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
        before = line["hash"]
    return len(log) + 1 if max(noted, default=0) > len(log) else 0
