"""Rounds the quota up, to use the part of a core too.

loses: test_usable_cores
"""

# %% usable_cores
import math


def usable_cores(os_count, affinity, cpu_max):
    quotas = [text.split() for text in cpu_max]
    allowed = [math.ceil(int(quota) / int(period)) for quota, period in quotas if quota != "max"]
    return max(1, min([affinity, *allowed]))
