"""Goes through everything with plain loops and returns tuples."""


# %% inspect_file
def inspect_file(file, allowed):
    bad = []
    for instruction in pickletools.genops(file):
        kind, text = instruction[0].name, instruction[1]
        if kind == "GLOBAL":
            name = text
        elif kind in {"STACK_GLOBAL", "INST"} or kind.startswith("EXT"):
            name = kind
        else:
            continue
        if name not in allowed and name not in bad:
            bad.append(name)
    bad.sort()
    return ("open", ()) if not bad else ("refuse", tuple(bad))


# %% judge_attacks
def judge_attacks(log, ceiling):
    tried = {prompt for prompt, outcome in log if outcome != "error"}
    broke = {prompt for prompt, outcome in log if outcome == "broken"}
    if len(tried) == 0:
        return "unknown"
    n, k, zz = len(tried), len(broke), 1.96**2
    root = 1.96 * math.sqrt(k * (n - k) / n + zz / 4)
    low, high = (k + zz / 2 - root) / (n + zz), (k + zz / 2 + root) / (n + zz)
    if high < ceiling:
        return "below"
    if low > ceiling:
        return "above"
    return "unknown"


# %% publish_after
def publish_after(answered, repaired, exploited):
    deadline = 45
    if answered is not None and answered in range(46):
        deadline = 90
    candidates = [deadline if repaired is None or repaired > deadline else repaired + 14]
    if exploited is not None:
        candidates.append(7 if exploited < 0 else exploited + 7)
    return min(candidates)


# %% hold_back
def hold_back(register, limit):
    held = []
    for risk in register:
        left = math.prod((1 - part for part, tested in risk["guards"] if tested), start=risk["likelihood"])
        score = left * risk["people"]
        if not risk["undone"]:
            score = 3 * score
        if score > limit:
            held.append((-score, risk["name"]))
    return tuple(name for _, name in sorted(held))
