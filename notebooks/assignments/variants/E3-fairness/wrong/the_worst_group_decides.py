"""Looks only at the group that was worst off.

loses: test_judge_remedy
"""


# %% judge_remedy
def judge_remedy(before, after):
    worst = max(before, key=before.get)
    return "helps" if after[worst] < before[worst] else "harms" if after[worst] > before[worst] else "nothing"
