"""Sets, generators and Counter; dates as dates, versions as tuples."""

# %% against_opening
from collections import Counter


def against_opening(rows, kinds, k):
    known = sorted(c for c, kind in kinds.items() if kind == "known")
    crowd = Counter(tuple(row[c] for c in known) for row in rows)
    found = {
        "small group": min(crowd.values(), default=k) < k,
        "identifier": bool({"identifier", "hash"} & set(kinds.values())),
    }
    return [why for why in found if found[why]]


# %% against_training
def against_training(record, least, today):
    def number(version):
        return tuple(map(int, version.split(".")))

    passed = {part for part, (got, of) in record["points"].items() if got * 5 >= of * 4}
    last = datetime.date.fromisoformat(record["until"])
    found = {
        "expired": datetime.date.fromisoformat(today) > last,
        "revoked": record["revoked"],
        "parts": not passed.issuperset(PARTS),
        "version": number(record["version"]) < number(least),
    }
    return [why for why in found if found[why]]


# %% granted
def granted(grants, cohorts, learner, resource, purpose, now):
    mine = {name for name, members in cohorts.items() if learner in members}
    return any(
        g["revoked"] is None and g["begins"] <= now < g["ends"]
        for g in grants
        if (g["resource"], g["purpose"]) == (resource, purpose)
        and (g["learner"] == learner or g["cohort"] in mine)
    )


# %% decide
def decide(tier, tiers, found):
    asked = tiers.get(tier, ["tier"])
    missing = [what for what in asked if found.get(what) is not True or tier not in tiers]
    return not missing, missing


# %% hand_over
def hand_over(messages, challenges, domain):
    left = set(challenges)

    def key(said, text, signature):
        if not fits(said["holder"], text, signature) or said["domain"] != domain or said["nonce"] not in left:
            return None
        left.discard(said["nonce"])
        return said["recipient"]

    return [key(json.loads(m["said"]), m["said"], m["signature"]) for m in messages]


# %% first_wrong
def first_wrong(log, anchors):
    earlier = [START, *(line["hash"] for line in log)]
    bad = {number for number, noted in anchors if number <= len(log) and log[number - 1]["hash"] != noted}
    bad |= {len(log) + 1 for number, _ in anchors if number > len(log)}
    for place, (line, before) in enumerate(zip(log, earlier), start=1):
        if (line["n"], line["before"], line["hash"]) != (
            place,
            before,
            entry_hash(place, before, line["text"]),
        ):
            bad.add(place)
    return min(bad, default=0)
