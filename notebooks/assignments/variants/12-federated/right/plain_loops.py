"""Loops over every number, without NumPy where it can be helped."""


# %% federated_average
def federated_average(networks, examples):
    average = {name: np.zeros(array.shape) for name, array in networks[0].items()}
    for network, count in zip(networks, examples, strict=True):
        for name in average:
            average[name] += count * network[name]
    for name in average:
        average[name] /= sum(examples)
    return average


# %% trimmed_mean
def trimmed_mean(updates, liars):
    means = []
    for weight in range(updates.shape[1]):
        column = sorted(float(row[weight]) for row in updates)
        for _ in range(liars):
            column.remove(min(column))
            column.remove(max(column))
        means.append(sum(column) / len(column))
    return np.array(means)


# %% usable
def usable(reply, examples, wanted):
    for name in wanted:
        if name not in reply or reply[name].shape != wanted[name].shape:
            return False
        for number in reply[name].ravel().tolist():
            if not math.isfinite(number):
                return False
    return len(reply) == len(wanted) and 0 < examples < math.inf


# %% reported
def reported(choosing, testing):
    best = 0
    for at in range(1, len(choosing)):
        if choosing[at] > choosing[best]:
            best = at
    return best, testing[best]


# %% read_update
def read_update(before, after):
    classes, pixels = before["weights"].shape
    which = 0
    for k in range(classes):
        if after["bias"][k] > before["bias"][k]:
            which = k
    shift = after["bias"][which] - before["bias"][which]
    return [(after["weights"][which, j] - before["weights"][which, j]) / shift for j in range(pixels)], which


# %% who_may_learn
def who_may_learn(federation):
    learns = {"server", "users", "strangers"}
    if federation["secure_aggregation"] and federation["clinics"] > 2 and not federation["data_leave"]:
        learns.discard("server")
    if federation["epsilon"] is not None and federation["epsilon"] != math.inf:
        learns.discard("users")
    if federation["encrypted"]:
        learns.discard("strangers")
    return learns
