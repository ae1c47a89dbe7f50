"""Takes the printed p-value for what it says, however many were run.

loses: test_honest_p
"""


# %% honest_p
def honest_p(analyses, printed, planned):
    return analyses[printed]
