"""The library's Poisson chances and tiers; the objections as a set."""

# %% chance_harmful
from scipy.stats import poisson


def chance_harmful(prior, if_harmless, if_harmful, reports):
    bad = prior * poisson.pmf(reports, if_harmful)
    good = (1 - prior) * poisson.pmf(reports, if_harmless)
    return bad / (bad + good)


# %% best_plan
def best_plan(harmful, gain, loss, alarm_if_harmful, alarm_if_harmless, delay):
    import numpy as np

    chances = np.array([[1 - alarm_if_harmless, alarm_if_harmless], [1 - alarm_if_harmful, alarm_if_harmful]])
    joint = np.array([1 - harmful, harmful])[:, None] * chances * np.array([gain, -loss])[:, None]
    worth = [0, joint.sum(), (1 - delay) * np.maximum(joint.sum(axis=0), 0).sum()]
    return ["withhold", "release", "wait"][int(np.argmax(worth))]


# %% widest_tier
def widest_tier(facts):
    from openhearth.labs import release_decisions

    added = None
    if facts["misuse"] is not None:
        base = max(facts["misuse"]["others"].values())
        added = tuple(end - base for end in facts["misuse"]["ours"])
    known = release_decisions.Facts(
        facts["contact"], facts["people"], facts["repeats"], facts["severe"], added
    )
    return release_decisions.tier(known)[0]


# %% objections
def objections(record, evidence, affected):
    found = set()
    for reason in record["reasons"] or [{"evidence": None}]:
        source = evidence.get(reason["evidence"], {"sha256": None, "day": 0})
        if source["sha256"] != record["sha256"] or source["day"] > record["decided"]:
            found |= {"evidence"}
    for group in affected:
        if group not in record["asked"] or record["asked"][group] >= record["decided"]:
            found |= {"asked"}
    for harm in record["harms"] or [{"limit": None, "by": None, "calls_back": False}]:
        if (
            harm["limit"] is None
            or harm["limit"] is True
            or isinstance(harm["limit"], str)
            or harm["by"] is None
        ):
            found |= {"stop"}
        if harm["calls_back"] and record["form"] != "service":
            found |= {"promise"}
    if record["review"] is None or record["review"] - record["decided"] not in range(1, 367):
        found |= {"review"}
    return list(found)
