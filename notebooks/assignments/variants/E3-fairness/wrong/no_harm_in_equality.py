"""Forgives a change for the worse if it makes the groups equal.

loses: test_judge_remedy
"""


# %% judge_remedy
def judge_remedy(before, after):
    if len(set(after.values())) == 1:
        return "helps"
    fewer = any(after[g] < before[g] for g in before)
    more = any(after[g] > before[g] for g in before)
    return "trades" if fewer and more else "helps" if fewer else "harms" if more else "nothing"
