"""Asks that every single rerun is within the tolerance, not their mean.

loses: test_verdict
"""


# %% verdict
def verdict(registrations, reruns):
    first = min(run["day"] for run in reruns)
    before = [one for one in registrations if one["day"] < first]
    if not before:
        raise ValueError("nothing registered")
    claim = max(before, key=lambda one: one["day"])
    if claim["value"] is None or claim["tolerance"] is None:
        raise ValueError("no number")
    farthest = max(abs(run["value"] - claim["value"]) for run in reruns)
    return "reproduced" if farthest <= claim["tolerance"] else "not reproduced"
