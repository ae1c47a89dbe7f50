"""Finds a delta below one in a hundred small enough, however many people there are.

loses: test_epsilon_for_a_person
"""


# %% epsilon_for_a_person
def epsilon_for_a_person(claim):
    if claim["clipped"] != "each" or claim["noise"] <= 0 or not 0 < claim["epsilon"] < math.inf:
        return None
    return claim["rows"] * claim["epsilon"] if 0 < claim["delta"] < 0.01 else None
