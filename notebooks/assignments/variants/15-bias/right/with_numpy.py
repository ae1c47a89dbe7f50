"""Arrays and masks; a level of missing found by halving; a sigmoid of differences."""


# %% missed_rates
def missed_rates(watched, worse, group):
    import numpy as np

    watched, worse, group = np.array(watched), np.array(worse), np.array(group)
    found = {}
    for name in np.unique(group):
        ill = worse & (group == name)
        found[str(name)] = float(1 - watched[ill].mean()) if ill.any() else None
    return found


# %% audited
def audited(files):
    import numpy as np

    if not any(file["worse"] for file in files):
        return None
    ill = [file for file in files if file["worse"]]
    return np.average([not file["watched"] for file in ill], weights=[file["weight"] for file in ill])


# %% beds_for
def beds_for(scores, worse, group, beds):
    import numpy as np

    scores, worse, group = np.array(scores), np.array(worse, bool), np.array(group)
    low, high, best = 0.0, 1.0, np.zeros(len(scores), bool)
    for _ in range(40):
        level = (low + high) / 2
        watched = np.zeros(len(scores), bool)
        for name in np.unique(group):
            mine = group == name
            watched |= mine & (scores > np.quantile(scores[mine & worse], level, method="lower"))
        if watched.sum() > beds:
            low = level
        else:
            high, best = level, watched
    for i in np.argsort(-scores):
        if best.sum() < beds and not best[i] and not np.any((group == group[i]) & ~best & (scores > scores[i])):
            best[i] = True
    return best


# %% lost_by_tidying
def lost_by_tidying(rows):
    import numpy as np

    gaps = np.array([np.isnan(np.array(row["values"], dtype=float)).any() for row in rows])
    worse = np.array([row["worse"] for row in rows])
    group = np.array([row["group"] for row in rows])
    return {str(name): float(gaps[worse & (group == name)].mean()) for name in np.unique(group[worse])}


# %% aunt_expected
def aunt_expected(spent):
    import numpy as np

    found = {}
    for job, pairs in spent.items():
        aunt, uncle = np.array(pairs).T
        found[job] = np.mean(1 / (1 + np.exp(aunt - uncle)))
    return found
