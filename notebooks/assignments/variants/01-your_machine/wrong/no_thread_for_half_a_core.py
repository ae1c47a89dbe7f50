"""Floors the quota of half a core to none, so that nothing may run.

loses: test_usable_cores
"""

# %% usable_cores
def usable_cores(os_count, affinity, cpu_max):
    quotas = [text.split() for text in cpu_max]
    return min([affinity, *(int(quota) // int(period) for quota, period in quotas if quota != "max")])
