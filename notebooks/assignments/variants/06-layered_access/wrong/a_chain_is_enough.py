"""Checks the chain alone, which a cut tail leaves whole.

loses: test_first_wrong
"""


# %% first_wrong
def first_wrong(log, anchors):
    before = START
    for place, line in enumerate(log, start=1):
        if (
            line["n"] != place
            or line["before"] != before
            or line["hash"] != entry_hash(line["n"], line["before"], line["text"])
        ):
            return place
        before = line["hash"]
    return 0
