"""Ranks by likelihood, so that what is rare and final comes last.

loses: test_hold_back
"""


# %% hold_back
def hold_back(register, limit):
    scores = {}
    for risk in register:
        left = risk["likelihood"]
        for part, tested in risk["guards"]:
            left *= 1 - part if tested else 1
        scores[risk["name"]] = left * risk["people"] * (1 if risk["undone"] else 3)
    return sorted((n for n in scores if scores[n] > limit), key=lambda n: -next(r["likelihood"] for r in register if r["name"] == n))
