"""Lets a claim without a number, or without a tolerance, pass as reproduced.

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
        return "reproduced"
    mean = sum(run["value"] for run in reruns) / len(reruns)
    return "reproduced" if abs(mean - claim["value"]) <= claim["tolerance"] else "not reproduced"
