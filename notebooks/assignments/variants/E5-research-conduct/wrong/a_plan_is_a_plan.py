"""Lets any plan vouch for whatever is printed.

loses: test_honest_p
"""


# %% honest_p
def honest_p(analyses, printed, planned):
    return analyses[printed] if planned else 1 - (1 - analyses[printed]) ** len(analyses)
