"""Loops and counters, as one would do it on paper."""


# %% rates_by_group
def rates_by_group(rows):
    count = {}
    for group, wrong, reviewed in rows:
        count.setdefault(group, {"tp": 0, "fp": 0, "fn": 0, "tn": 0})
        key = ("t" if bool(wrong) == bool(reviewed) else "f") + ("p" if reviewed else "n")
        count[group][key] += 1
    result = {}
    for group, c in count.items():
        result[group] = {"selected": (c["tp"] + c["fp"]) / sum(c.values())}
        result[group]["false_alarms"] = c["fp"] / (c["fp"] + c["tn"]) if c["fp"] + c["tn"] else None
        result[group]["missed"] = c["fn"] / (c["fn"] + c["tp"]) if c["fn"] + c["tp"] else None
        result[group]["precision"] = c["tp"] / (c["tp"] + c["fp"]) if c["tp"] + c["fp"] else None
    return result


# %% line_for
def line_for(scores, wrong, most):
    best = min(scores)
    for line in scores:
        missed = [s for s, w in zip(scores, wrong) if w and not s >= line]
        if len(missed) <= most * sum(wrong) and line > best:
            best = line
    return best


# %% true_rates
def true_rates(record, enough):
    n, k = {}, {}
    for one in record:
        n.setdefault(one["group"], 0)
        k.setdefault(one["group"], 0)
        if one["checked"] != "random":
            continue
        n[one["group"]] += 1
        k[one["group"]] += int(one["found"])
    return {group: None if n[group] < enough else k[group] / n[group] for group in n}


# %% bears_most
def bears_most(groups):
    worst, most = None, -1.0
    for name, n in groups.items():
        silent = n["stopped"] - n["appealed"]
        turned_down = n["appealed"] - n["upheld"] - n["waiting"]
        per = (silent + turned_down + n["waiting"]) / n["blameless"] * 1000
        if per > most:
            worst, most = name, per
    return worst, most
