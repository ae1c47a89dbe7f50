"""Plain loops, a reason at a time."""


# %% against_opening
def against_opening(rows, kinds, k):
    against = []
    for kind in kinds.values():
        if kind in ("identifier", "hash") and not against:
            against.append("identifier")
    for row in rows:
        alike = 0
        for other in rows:
            if all(row[c] == other[c] for c in kinds if kinds[c] == "known"):
                alike += 1
        if alike < k:
            against.append("small group")
            break
    return against


# %% against_training
def against_training(record, least, today):
    against = []
    major, minor = record["version"].split(".")
    least_major, least_minor = least.split(".")
    if int(major) < int(least_major) or (int(major) == int(least_major) and int(minor) < int(least_minor)):
        against.append("version")
    for part in PARTS:
        if part not in record["points"] or record["points"][part][0] / record["points"][part][1] < 0.8:
            against.append("parts")
            break
    if record["revoked"]:
        against.append("revoked")
    if record["until"] < today:
        against.append("expired")
    return against


# %% granted
def granted(grants, cohorts, learner, resource, purpose, now):
    for grant in grants:
        if grant["learner"] is not None:
            theirs = grant["learner"] == learner
        elif grant["cohort"] in cohorts:
            theirs = learner in cohorts[grant["cohort"]]
        else:
            theirs = False
        holds = grant["revoked"] is None and now >= grant["begins"] and now < grant["ends"]
        if theirs and holds and grant["resource"] == resource and grant["purpose"] == purpose:
            return True
    return False


# %% decide
def decide(tier, tiers, found):
    if tier not in tiers:
        return (False, ["tier"])
    missing = []
    for what in tiers[tier]:
        if what not in found or found[what] in (False, "unknown"):
            missing.append(what)
    return (len(missing) == 0, missing)


# %% hand_over
def hand_over(messages, challenges, domain):
    keys, used = [], []
    for message in messages:
        said = json.loads(message["said"])
        key = None
        if fits(said["holder"], message["said"], message["signature"]):
            if said["domain"] == domain and said["nonce"] in challenges and said["nonce"] not in used:
                used.append(said["nonce"])
                key = said["recipient"]
        keys.append(key)
    return keys


# %% first_wrong
def first_wrong(log, anchors):
    for i in range(len(log)):
        before = log[i - 1]["hash"] if i else START
        line = log[i]
        if line["n"] != i + 1 or line["before"] != before:
            return i + 1
        if line["hash"] != entry_hash(i + 1, before, line["text"]):
            return i + 1
        for number, noted in anchors:
            if number == i + 1 and noted != line["hash"]:
                return i + 1
    for number, _ in anchors:
        if number > len(log):
            return len(log) + 1
    return 0
