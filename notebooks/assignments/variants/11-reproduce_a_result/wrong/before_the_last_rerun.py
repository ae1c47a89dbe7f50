"""Takes what was registered before the last rerun, when the first had been seen.

loses: test_verdict
"""


# %% verdict
def verdict(registrations, reruns):
    last = max(run["day"] for run in reruns)
    before = [one for one in registrations if one["day"] < last]
    if not before:
        raise ValueError("nothing registered")
    claim = max(before, key=lambda one: one["day"])
    if claim["value"] is None or claim["tolerance"] is None:
        raise ValueError("no number")
    mean = sum(run["value"] for run in reruns) / len(reruns)
    return "reproduced" if abs(mean - claim["value"]) <= claim["tolerance"] else "not reproduced"
