"""Takes a zero for nothing.

loses: test_publish_after
"""


# %% publish_after
def publish_after(answered, repaired, exploited):
    day = 90 if answered and answered <= 45 else 45
    if repaired and repaired <= day:
        day = repaired + 14
    return min(day, max(exploited, 0) + 7) if exploited else day
