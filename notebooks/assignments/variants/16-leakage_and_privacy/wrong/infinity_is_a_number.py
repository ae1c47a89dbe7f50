"""Passes on an infinite epsilon, which promises nothing.

loses: test_epsilon_for_a_person
"""


# %% epsilon_for_a_person
def epsilon_for_a_person(claim):
    if claim["clipped"] != "each" or claim["noise"] <= 0 or claim["epsilon"] <= 0:
        return None
    return claim["rows"] * claim["epsilon"] if 0 < claim["delta"] < 1 / claim["people"] else None
