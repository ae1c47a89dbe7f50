"""The trimmed mean by partition, as Flower has it; the average of flattened networks."""


# %% federated_average
def federated_average(networks, examples):
    flat = np.stack([np.concatenate([array.ravel() for array in network.values()]) for network in networks])
    mean = np.asarray(examples) @ flat / np.sum(examples)
    average, at = {}, 0
    for name, array in networks[0].items():
        average[name] = mean[at : at + array.size].reshape(array.shape)
        at += array.size
    return average


# %% trimmed_mean
def trimmed_mean(updates, liars):
    stop = updates.shape[0] - liars
    return np.mean(np.partition(updates, (liars, stop - 1), axis=0)[liars:stop], axis=0)


# %% read_update
def read_update(before, after):
    bias = before["bias"] - after["bias"]
    largest = np.argmax(np.abs(bias))
    return (before["weights"] - after["weights"])[largest] / bias[largest], int(np.argmin(bias))
