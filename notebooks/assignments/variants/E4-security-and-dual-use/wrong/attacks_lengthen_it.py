"""Counts seven days from an attack even when publication was due before.

loses: test_publish_after
"""


# %% publish_after
def publish_after(answered, repaired, exploited):
    if exploited is not None:
        return max(exploited, 0) + 7
    day = 90 if answered is not None and answered <= 45 else 45
    return repaired + 14 if repaired is not None and repaired <= day else day
