"""Chooses the round rightly, and reports the best test score of any round.

loses: test_reported
"""


# %% reported
def reported(choosing, testing):
    return choosing.index(max(choosing)), max(testing)
