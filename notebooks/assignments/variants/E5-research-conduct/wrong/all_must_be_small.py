"""Asks how likely it is that all of them come out so small.

loses: test_honest_p
"""


# %% honest_p
def honest_p(analyses, printed, planned):
    return analyses[printed] if printed == planned else analyses[printed] ** len(analyses)
