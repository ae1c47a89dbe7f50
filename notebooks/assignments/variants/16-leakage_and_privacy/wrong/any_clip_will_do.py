"""Takes a cut batch for cut gradients.

loses: test_epsilon_for_a_person
"""


# %% epsilon_for_a_person
def epsilon_for_a_person(claim):
    if claim["noise"] <= 0 or not 0 < claim["epsilon"] < math.inf:
        return None
    return claim["rows"] * claim["epsilon"] if 0 < claim["delta"] < 1 / claim["people"] else None
