"""Charges a planned analysis for all the others.

loses: test_honest_p
"""


# %% honest_p
def honest_p(analyses, printed, planned):
    return 1 - (1 - analyses[printed]) ** len(analyses)
