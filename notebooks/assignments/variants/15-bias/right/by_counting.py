"""Counters and one loop; thresholds tried from high to low."""


# %% missed_rates
def missed_rates(watched, worse, group):
    ill, caught = dict.fromkeys(group, 0), dict.fromkeys(group, 0)
    for w, bad, g in zip(watched, worse, group):
        ill[g] += bad
        caught[g] += bad and w
    return {g: (1 - caught[g] / ill[g] if ill[g] else None) for g in ill}


# %% audited
def audited(files):
    seen = missed = 0
    for file in files:
        seen += file["weight"] * file["worse"]
        missed += file["weight"] * (file["worse"] and not file["watched"])
    return missed / seen if seen else None


# %% beds_for
def beds_for(scores, worse, group, beds):
    def chosen(level):
        picked = [False] * len(scores)
        for name in set(group):
            order = sorted((i for i in range(len(scores)) if group[i] == name), key=lambda i: -scores[i])
            ill, caught = sum(worse[i] for i in order), 0
            for i in order:
                if 1 - caught / ill <= level:
                    break
                picked[i] = True
                caught += worse[i]
        return picked

    for level in range(1001):
        picked = chosen(level / 1000)
        if sum(picked) <= beds:
            break
    for i in sorted(range(len(scores)), key=lambda i: -scores[i]):
        better = [j for j in range(len(scores)) if group[j] == group[i] and scores[j] > scores[i]]
        if sum(picked) < beds and not picked[i] and all(picked[j] for j in better):
            picked[i] = True
    return picked


# %% lost_by_tidying
def lost_by_tidying(rows):
    found = {}
    for row in rows:
        if row["worse"]:
            found.setdefault(row["group"], []).append(any(v is None or v != v for v in row["values"]))
    return {name: sum(gaps) / len(gaps) for name, gaps in found.items()}


# %% aunt_expected
def aunt_expected(spent):
    found = {}
    for job, pairs in spent.items():
        total = 0.0
        for aunt, uncle in pairs:
            least = min(aunt, uncle)
            a, u = math.exp(least - aunt), math.exp(least - uncle)
            total += a / (a + u)
        found[job] = total / len(pairs)
    return found
