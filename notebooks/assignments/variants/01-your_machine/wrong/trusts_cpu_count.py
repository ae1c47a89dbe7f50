"""Believes os.cpu_count(), which in a container is the whole server.

loses: test_usable_cores
"""

# %% usable_cores
def usable_cores(os_count, affinity, cpu_max):
    return os_count
