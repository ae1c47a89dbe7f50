"""Holds back what touches most people, however unlikely it is.

loses: test_hold_back
"""


# %% hold_back
def hold_back(register, limit):
    scores = {}
    for risk in register:
        left = risk["likelihood"]
        for part, tested in risk["guards"]:
            left *= 1 - part if tested else 1
        scores[risk["name"]] = risk["people"] * (1 if risk["undone"] else 3)
    return sorted((name for name in scores if scores[name] > limit), key=scores.get, reverse=True)
