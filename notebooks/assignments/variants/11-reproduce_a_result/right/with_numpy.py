"""NumPy for means and deviations; sorting for the registration that counts."""


# %% gain
def gain(old, new):
    import numpy as np

    both = sorted(set(old) & set(new))
    if len(both) < 2:
        raise ValueError(both)
    differences = np.array([old[seed] for seed in both]) - np.array([new[seed] for seed in both])
    error = differences.std(ddof=1) / np.sqrt(len(both))
    return differences.mean(), np.abs(differences.mean()) > 2 * error


# %% verdict
def verdict(registrations, reruns):
    import numpy as np

    start = min(run["day"] for run in reruns)
    early = sorted((one for one in registrations if one["day"] < start), key=lambda one: one["day"])
    if not early or None in (early[-1]["value"], early[-1]["tolerance"]):
        raise ValueError("no claim that could be checked")
    gap = abs(np.mean([run["value"] for run in reruns]) - early[-1]["value"])
    return "reproduced" if gap <= early[-1]["tolerance"] else "not reproduced"


# %% compared
def compared(one, other):
    pairs = {name: (one["inputs"].get(name, ...), other["inputs"].get(name, ...)) for name in {**one["inputs"], **other["inputs"]}}
    names = sorted(name for name, (mine, yours) in pairs.items() if mine != yours)
    word = "identical" if one["weights"] == other["weights"] else "explained" if names else "unexplained"
    return word, names
