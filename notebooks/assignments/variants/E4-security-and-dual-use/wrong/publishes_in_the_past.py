"""Counts seven days from an attack that was seen before anybody had been told.

loses: test_publish_after
"""


# %% publish_after
def publish_after(answered, repaired, exploited):
    day = 90 if answered is not None and answered <= 45 else 45
    if repaired is not None and repaired <= day:
        day = repaired + 14
    return day if exploited is None else min(day, exploited + 7)
