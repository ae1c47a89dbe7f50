"""Lets a guard count that nobody has tested.

loses: test_hold_back
"""


# %% hold_back
def hold_back(register, limit):
    scores = {}
    for risk in register:
        left = risk["likelihood"]
        for part, _ in risk["guards"]:
            left *= 1 - part
        scores[risk["name"]] = left * risk["people"] * (1 if risk["undone"] else 3)
    return sorted((name for name in scores if scores[name] > limit), key=scores.get, reverse=True)
