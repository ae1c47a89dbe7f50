"""Divides every quota by 100,000, as if there were no other period.

loses: test_usable_cores
"""

# %% usable_cores
def usable_cores(os_count, affinity, cpu_max):
    cores = affinity
    for text in cpu_max:
        quota = text.split()[0]
        if quota != "max":
            cores = min(cores, int(quota) // 100_000)
    return max(1, cores)
