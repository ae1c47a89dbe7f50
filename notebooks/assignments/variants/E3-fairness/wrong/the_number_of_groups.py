"""Lets the majority of groups decide.

loses: test_judge_remedy
"""


# %% judge_remedy
def judge_remedy(before, after):
    fewer = sum(after[g] < before[g] for g in before)
    more = sum(after[g] > before[g] for g in before)
    if fewer == more:
        return "nothing" if not fewer else "trades"
    return "helps" if fewer > more else "harms"
