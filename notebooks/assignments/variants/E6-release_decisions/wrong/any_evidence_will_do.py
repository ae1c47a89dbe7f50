"""Is content that evidence of that name exists, of whatever model.

loses: test_objections
"""


# %% objections
def objections(record, evidence, affected):
    found = set()
    for reason in record["reasons"] or [{"evidence": None}]:
        source = evidence.get(reason["evidence"])
        if source is None:
            found.add("evidence")
    if any(record["asked"].get(group, record["decided"]) >= record["decided"] for group in affected):
        found.add("asked")
    for harm in record["harms"] or [{"limit": None, "by": None, "calls_back": False}]:
        if type(harm["limit"]) not in (int, float) or not harm["by"]:
            found.add("stop")
        if record["form"] == "weights" and harm["calls_back"]:
            found.add("promise")
    if record["review"] is None or not 0 < record["review"] - record["decided"] <= 366:
        found.add("review")
    return sorted(found)
