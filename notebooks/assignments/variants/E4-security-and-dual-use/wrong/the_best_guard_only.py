"""Lets only the strongest guard count.

loses: test_hold_back
"""


# %% hold_back
def hold_back(register, limit):
    scores = {}
    for risk in register:
        left = risk["likelihood"]
        left *= 1 - max((part for part, tested in risk["guards"] if tested), default=0)
        scores[risk["name"]] = left * risk["people"] * (1 if risk["undone"] else 3)
    return sorted((name for name in scores if scores[name] > limit), key=scores.get, reverse=True)
