"""Collects every limit in a list, unlimited ones as infinity, and takes the least."""

# %% usable_cores
import math


def usable_cores(os_count, affinity, cpu_max):
    def cores(text):
        quota, period = text.split()
        return math.inf if quota == "max" else float(quota) / float(period)

    return max(1, math.floor(min([os_count, affinity, *map(cores, cpu_max)])))


# %% memory_left
def memory_left(available, groups):
    lefts = [float("inf") if limit == "max" else int(limit) - held for limit, held in groups]
    return max(min([available, *lefts]), 0)


# %% choose_size
def choose_size(rate, minutes, sizes):
    paid = [size for size in sizes if 6 * size * (20 * size) <= rate * 60 * minutes]
    return max(paid) if paid else min(sizes)


# %% sequences_at_once
def sequences_at_once(parameters, activations, memory):
    weights = gradients = 4 * parameters
    averages = 2 * 4 * parameters
    left = memory - weights - gradients - averages
    return left // activations if left > 0 else 0
