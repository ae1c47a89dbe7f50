"""NumPy masks; the identity as a product of odds; the line from a sorted array."""


# %% rates_by_group
import numpy as np


def rates_by_group(rows):
    groups = np.array([group for group, _, _ in rows])
    wrong = np.array([bool(w) for _, w, _ in rows])
    reviewed = np.array([bool(r) for _, _, r in rows])

    def mean(values):
        return values.mean() if values.size else None

    return {
        str(name): {
            "selected": mean(reviewed[groups == name]),
            "false_alarms": mean(reviewed[(groups == name) & ~wrong]),
            "missed": mean(~reviewed[(groups == name) & wrong]),
            "precision": mean(wrong[(groups == name) & reviewed]),
        }
        for name in np.unique(groups)
    }


# %% forced_false_alarms
import numpy as np


def forced_false_alarms(wrong, precision, missed):
    rate = wrong / (1 - wrong) * (1 - precision) / precision * (1 - missed)
    if rate > 1:
        return None
    return np.float64(rate)


# %% line_for
import math


import numpy as np


def line_for(scores, wrong, most):
    scores, wrong = np.asarray(scores), np.asarray(wrong, bool)
    bad = np.sort(scores[wrong])
    needed = bad[math.floor(most * len(bad) + 1e-9)]  # the first of the wrong that may not be below the line
    return scores[scores <= needed].max()


# %% true_rates
import numpy as np


def true_rates(record, enough):
    told = {}
    for group in {one["group"] for one in record}:
        found = np.array([one["found"] for one in record if one["group"] == group and one["checked"] == "random"], dtype=float)
        told[group] = found.mean() if found.size >= enough else None
    return told


# %% bears_most
import numpy as np


def bears_most(groups):
    names = list(groups)
    left = np.array([(groups[n]["stopped"] - groups[n]["upheld"]) / groups[n]["blameless"] for n in names])
    return names[int(left.argmax())], 1000 * left.max()
