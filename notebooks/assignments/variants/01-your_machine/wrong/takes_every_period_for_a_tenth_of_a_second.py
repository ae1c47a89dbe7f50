"""Takes the quota for hundredths of thousands, as if the period were always 100,000.

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
