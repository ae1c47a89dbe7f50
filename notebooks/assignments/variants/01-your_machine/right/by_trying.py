"""Tries one after another: threads, sizes and sequences are added while they are still allowed."""

# %% usable_cores
def usable_cores(os_count, affinity, cpu_max):
    limits = [text.split() for text in cpu_max if not text.startswith("max")]
    cores = 1
    while cores < affinity and all((cores + 1) * int(period) <= int(quota) for quota, period in limits):
        cores += 1
    return cores


# %% memory_left
def memory_left(available, groups):
    for limit, held in groups:
        if limit.isdigit():
            available = min(available, max(0, int(limit) - held))
    return available


# %% choose_size
def choose_size(rate, minutes, sizes):
    chosen, *larger = sorted(sizes)
    for size in larger:
        seconds = 120 * size**2 / rate
        if seconds > minutes * 60:
            break
        chosen = size
    return chosen


# %% sequences_at_once
def sequences_at_once(parameters, activations, memory):
    taken = 16 * parameters
    sequences = 0
    while taken + activations <= memory:
        taken += activations
        sequences += 1
    return sequences
