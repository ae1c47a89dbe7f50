"""Gives the long embargo for an answer that came too late.

loses: test_publish_after
"""


# %% publish_after
def publish_after(answered, repaired, exploited):
    day = 90 if answered is not None else 45
    if repaired is not None and repaired <= day:
        day = repaired + 14
    return day if exploited is None else min(day, max(exploited, 0) + 7)
