"""Judges by the sum over all groups, so that one group may pay for another.

loses: test_judge_remedy
"""


# %% judge_remedy
def judge_remedy(before, after):
    change = sum(after.values()) - sum(before.values())
    return "helps" if change < 0 else "harms" if change > 0 else "nothing"
