"""Keeps the secret until there is a repair, however long that takes.

loses: test_publish_after
"""


# %% publish_after
def publish_after(answered, repaired, exploited):
    day = 90 if answered is not None and answered <= 45 else 45
    if repaired is not None:
        day = repaired + 14
    return day if exploited is None else min(day, max(exploited, 0) + 7)
