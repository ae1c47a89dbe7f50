"""NumPy where there is something to count, and answers that are its numbers and arrays."""

# %% against_opening
import numpy as np


def against_opening(rows, kinds, k):
    against = {kind for kind in kinds.values() if kind == "identifier"}
    if "hash" in kinds.values():
        against.add("identifier")
    known = [c for c, kind in kinds.items() if kind == "known"]
    if rows:
        looks = np.array(["|".join(repr(row[c]) for c in known) for row in rows])
        if np.unique(looks, return_counts=True)[1].min() < k:
            against.add("small group")
    return sorted(against)


# %% granted


def granted(grants, cohorts, learner, resource, purpose, now):
    holds = np.zeros(len(grants), bool)
    for i, g in enumerate(grants):
        theirs = learner in ({g["learner"]} | set(cohorts.get(g["cohort"], ())))
        holds[i] = theirs and g["resource"] == resource and g["purpose"] == purpose
        holds[i] &= g["revoked"] is None and g["begins"] <= now < g["ends"]
    return holds.any()


# %% decide


def decide(tier, tiers, found):
    if tier not in tiers:
        return False, ["tier"]
    there = np.array([found.get(what, False) is True for what in tiers[tier]], dtype=bool)
    return bool(there.all()), [what for what, yes in zip(tiers[tier], there) if not yes]
