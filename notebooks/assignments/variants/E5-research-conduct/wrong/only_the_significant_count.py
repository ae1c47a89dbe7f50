"""Counts only the looks that came out below five per cent.

loses: test_honest_p
"""


# %% honest_p
def honest_p(analyses, printed, planned):
    return analyses[printed] if printed == planned else 1 - (1 - analyses[printed]) ** max(1, sum(p < 0.05 for p in analyses.values()))
