"""NumPy, SciPy and the lesson's own functions do the work; the picture by least squares over all classes."""


# %% federated_average
def federated_average(networks, examples):
    return {
        name: np.average(np.stack([network[name] for network in networks]), axis=0, weights=examples)
        for name in networks[0]
    }


# %% trimmed_mean
def trimmed_mean(updates, liars):
    from scipy.stats import trim_mean

    return trim_mean(updates, (liars + 0.01) / len(updates))


# %% usable
def usable(reply, examples, wanted):
    from openhearth.labs.federated import objection

    return objection(reply, examples, wanted) == ""


# %% reported
def reported(choosing, testing):
    best = int(np.argmax(choosing))
    return best, float(testing[best])


# %% read_update
def read_update(before, after):
    weights, bias = after["weights"] - before["weights"], after["bias"] - before["bias"]
    return bias @ weights / (bias @ bias), np.argmax(bias)


# %% who_may_learn
def who_may_learn(federation):
    reasons = {
        "server": not federation["secure_aggregation"]
        or federation["clinics"] < 3
        or federation["data_leave"],
        "users": federation["epsilon"] in (None, math.inf),
        "strangers": not federation["encrypted"],
    }
    return [party for party, learns in reasons.items() if learns]
