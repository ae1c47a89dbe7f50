"""Uses NumPy throughout and so returns NumPy's numbers, not Python's."""

# %% usable_cores
import numpy as np


def usable_cores(os_count, affinity, cpu_max):
    pairs = [text.replace("max", "inf").split() for text in cpu_max]
    table = np.array(pairs, dtype=float).reshape(-1, 2)
    return np.clip(np.floor(np.append(table[:, 0] / table[:, 1], affinity)).min(), 1, None)


# %% memory_left
def memory_left(available, groups):
    limits = np.array([2**62 if limit == "max" else int(limit) for limit, _ in groups], dtype=np.int64)
    held = np.array([held for _, held in groups], dtype=np.int64)
    return np.append(np.maximum(limits - held, 0), available).min()


# %% choose_size
def choose_size(rate, minutes, sizes):
    sizes = np.sort(np.asarray(sizes))
    best = np.sqrt(rate * minutes * 60 / 120)
    return sizes[max(np.searchsorted(sizes, best, side="right") - 1, 0)]


# %% sequences_at_once
def sequences_at_once(parameters, activations, memory):
    return np.maximum(0, np.floor_divide(memory - 16 * parameters, activations))
