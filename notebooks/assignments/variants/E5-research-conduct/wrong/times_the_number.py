"""Multiplies by the number of looks, which is a bound and no probability.

loses: test_honest_p
"""


# %% honest_p
def honest_p(analyses, printed, planned):
    return analyses[printed] if printed == planned else min(1, analyses[printed] * len(analyses))
