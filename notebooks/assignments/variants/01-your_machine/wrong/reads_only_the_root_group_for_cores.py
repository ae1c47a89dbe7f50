"""Reads cpu.max of the outermost group only, as some libraries do.

loses: test_usable_cores
"""

# %% usable_cores
def usable_cores(os_count, affinity, cpu_max):
    cores = affinity
    for text in cpu_max[-1:]:
        quota, period = text.split()
        if quota != "max":
            cores = min(cores, int(quota) // int(period))
    return max(1, cores)
