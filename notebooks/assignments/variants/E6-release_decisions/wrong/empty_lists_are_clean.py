"""Finds no fault in a list that holds nothing.

loses: test_objections
"""


# %% objections
def objections(record, evidence, affected):
    found = set()
    for reason in record["reasons"]:
        source = evidence.get(reason["evidence"])
        if source is None or source["sha256"] != record["sha256"] or source["day"] > record["decided"]:
            found.add("evidence")
    if any(record["asked"].get(group, record["decided"]) >= record["decided"] for group in affected):
        found.add("asked")
    for harm in record["harms"]:
        if type(harm["limit"]) not in (int, float) or not harm["by"]:
            found.add("stop")
        if record["form"] == "weights" and harm["calls_back"]:
            found.add("promise")
    if record["review"] is None or not 0 < record["review"] - record["decided"] <= 366:
        found.add("review")
    return sorted(found)
