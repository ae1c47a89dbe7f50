"""Takes the newest registration, also one that was made when the reruns were in.

loses: test_verdict
"""


# %% verdict
def verdict(registrations, reruns):
    if not registrations:
        raise ValueError("nothing registered")
    claim = max(registrations, key=lambda one: one["day"])
    if claim["value"] is None or claim["tolerance"] is None:
        raise ValueError("no number")
    mean = sum(run["value"] for run in reruns) / len(reruns)
    return "reproduced" if abs(mean - claim["value"]) <= claim["tolerance"] else "not reproduced"
