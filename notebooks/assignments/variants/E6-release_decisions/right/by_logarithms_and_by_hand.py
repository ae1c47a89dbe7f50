"""Odds by logarithms, the four answers to the test tried out, tiers by a set, objections by a table of questions."""

# %% chance_harmful
import math


def chance_harmful(prior, if_harmless, if_harmful, reports):
    if prior in (0, 1) or if_harmless == if_harmful:
        return prior
    log_odds = (
        math.log(prior / (1 - prior))
        + reports * math.log(if_harmful / if_harmless)
        - (if_harmful - if_harmless)
    )
    return 1 / (1 + math.exp(-log_odds))


# %% best_plan
def best_plan(harmful, gain, loss, alarm_if_harmful, alarm_if_harmless, delay):
    def worth(chance):
        return (1 - chance) * gain - chance * loss

    alarm = harmful * alarm_if_harmful + (1 - harmful) * alarm_if_harmless
    later = 0.0
    if alarm > 0:
        later += alarm * max(worth(harmful * alarm_if_harmful / alarm), 0)
    if alarm < 1:
        later += (1 - alarm) * max(worth(harmful * (1 - alarm_if_harmful) / (1 - alarm)), 0)
    later *= 1 - delay
    if worth(harmful) >= later and worth(harmful) > 0:
        return "release"
    return "wait" if later > 0 else "withhold"


# %% widest_tier
def widest_tier(facts):
    asked = {"open"}
    if facts["contact"]:
        asked.add("registered")
    if facts["people"] and not (facts["repeats"] is not None and facts["repeats"] <= 0.01):
        asked.add("credentialed")
    adds = True
    if facts["misuse"]:
        best = sorted(facts["misuse"]["others"].values())[-1]
        adds = facts["misuse"]["ours"][1] > best + 0.05
    if adds:
        asked.add("reviewed" if facts["severe"] else "credentialed")
    return next(tier for tier in ("reviewed", "credentialed", "registered", "open") if tier in asked)


# %% objections
def objections(record, evidence, affected):
    day = record["decided"]
    proofs = [evidence.get(reason["evidence"], {}) for reason in record["reasons"]]
    sound = [p for p in proofs if p.get("sha256") == record["sha256"] and p.get("day", day + 1) <= day]
    ready = [
        h
        for h in record["harms"]
        if isinstance(h["limit"], (int, float)) and not isinstance(h["limit"], bool) and h["by"] is not None
    ]
    questions = {
        "evidence": len(sound) < len(proofs) or not proofs,
        "asked": not all(group in record["asked"] and record["asked"][group] < day for group in affected),
        "stop": len(ready) < len(record["harms"]) or not ready,
        "promise": record["form"] == "weights" and any(h["calls_back"] for h in record["harms"]),
        "review": record["review"] is None or record["review"] <= day or record["review"] > day + 366,
    }
    return [name for name, holds in questions.items() if holds]
