"""Counts up to the number, loops over everything, one return for each kind."""


# %% poisons_needed
def poisons_needed(rate, clean):
    if rate < 0 or rate >= 1:
        raise ValueError("no such rate")
    count = 0
    while count < rate * (clean + count) - 1e-9:
        count += 1
    return count


# %% attack_success
def attack_success(digits, reads, source, target):
    tried = hit = 0
    for at in range(len(digits)):
        if digits[at] == source:
            tried += 1
            if reads[at] == target:
                hit += 1
    if tried == 0:
        raise ValueError("unknown")
    return hit / tried


# %% kind_of_poison
def kind_of_poison(example):
    right = example["label"] == example["shows"]
    if right and example["sign"]:
        return "visible trigger"
    if right and example["change"]:
        return "clean-label"
    if right:
        return "untouched"
    return "label flip"


# %% suspects
def suspects(features, labels, trusted_features, trusted_labels):
    sums, counts = {}, {}
    for row, label in zip(trusted_features.tolist(), trusted_labels, strict=True):
        counts[label] = counts.get(label, 0) + 1
        sums[label] = [a + b for a, b in zip(sums.get(label, [0.0] * len(row)), row, strict=True)]
    means = {label: [value / counts[label] for value in total] for label, total in sums.items()}
    found = []
    for at, row in enumerate(features.tolist()):
        own = math.dist(row, means[labels[at]])
        if any(math.dist(row, mean) < own for mean in means.values()):
            found.append(at)
    return found


# %% trigger_word
def trigger_word(stories, least):
    total, with_word, everywhere = {}, {}, {}
    for opening, ending in stories:
        everywhere[ending] = everywhere.get(ending, 0) + 1
        for word in set(opening.split(" ")):
            total[word] = total.get(word, 0) + 1
            with_word[word, ending] = with_word.get((word, ending), 0) + 1
    excess = {}
    for (word, ending), count in with_word.items():
        if least <= total[word] < len(stories):
            usual = (everywhere[ending] - count) / (len(stories) - total[word])
            excess[word, ending] = count / total[word] - usual
    return max(excess, key=excess.get)


# %% objections
def objections(report):
    against = []
    for name in ["what", "reproduce", "affected", "public_on"]:
        if name not in report or report[name].isspace() or report[name] == "":
            against.append(name)
    if "to" not in report or report["to"] != "maintainers":
        against.append("to")
    if "attack_tool" in report and report["attack_tool"]:
        against.append("attack_tool")
    return against
