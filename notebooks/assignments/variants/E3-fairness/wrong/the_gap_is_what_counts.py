"""Calls it help when the gap between the groups has shrunk.

loses: test_judge_remedy
"""


# %% judge_remedy
def judge_remedy(before, after):
    def gap(rates):
        return max(rates.values()) - min(rates.values())

    if after == before:
        return "nothing"
    return "helps" if gap(after) < gap(before) else "harms"
