"""Loops with early exits, the statistics module, bytes hashed piece by piece."""


# %% changed_duels
def changed_duels(certified, copy):
    if sorted(certified) != sorted(copy):
        raise ValueError("other options")
    found = {}
    for one in certified:
        for other in certified:
            if one >= other:
                continue
            results = []
            for table in (certified, copy):
                try:
                    mine, yours = table[one][other], table[other][one]
                except KeyError as error:
                    raise ValueError(f"no number for {one} and {other}") from error
                if min(mine, yours) < 0:
                    raise ValueError("fewer than no votes")
                results.append(None if mine == yours else max((mine, one), (yours, other))[1])
            if results[0] != results[1]:
                found[one, other] = tuple(results)
    return found


# %% gain
def gain(old, new):
    from math import sqrt
    from statistics import mean, stdev

    differences = []
    for seed, loss in old.items():
        if seed in new:
            differences.append(loss - new[seed])
    if len(differences) < 2:
        raise ValueError("two seeds at least")
    middle = mean(differences)
    return middle, abs(middle) > 2 * stdev(differences) / sqrt(len(differences))


# %% verdict
def verdict(registrations, reruns):
    days = [run["day"] for run in reruns]
    claim = None
    for one in registrations:
        if one["day"] < min(days) and (claim is None or one["day"] > claim["day"]):
            claim = one
    if claim is None or claim["value"] is None or claim["tolerance"] is None:
        raise ValueError("no number that was there first")
    total = 0.0
    for run in reruns:
        total += run["value"]
    low, high = claim["value"] - claim["tolerance"], claim["value"] + claim["tolerance"]
    return "reproduced" if low <= total / len(reruns) <= high else "not reproduced"


# %% problems
def problems(report, files):
    import hashlib

    wrong = set()
    for name, digest in report["files"].items():
        hashed = hashlib.sha256()
        for letter in files.get(name, ""):
            hashed.update(letter.encode())
        if name not in files or hashed.hexdigest() != digest:
            wrong.add(name)
    for fact in ("seed", "versions", "machine", "claim", "outcome"):
        if report.get(fact) in (None, "", {}, [], ()):
            wrong.add(fact)
    return wrong
