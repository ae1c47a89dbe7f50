"""Weighs harm that cannot be undone like any other.

loses: test_hold_back
"""


# %% hold_back
def hold_back(register, limit):
    scores = {}
    for risk in register:
        left = risk["likelihood"]
        for part, tested in risk["guards"]:
            left *= 1 - part if tested else 1
        scores[risk["name"]] = left * risk["people"]
    return sorted((name for name in scores if scores[name] > limit), key=scores.get, reverse=True)
