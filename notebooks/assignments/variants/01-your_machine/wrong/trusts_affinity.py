"""Believes that affinity, as len(os.sched_getaffinity(0)) tells, already includes a container's quota.

loses: test_usable_cores
"""

# %% usable_cores
def usable_cores(os_count, affinity, cpu_max):
    return affinity
