"""Plain loops; the lookalike of each page searched from the newest kept one."""


# %% exposure
def exposure(secret, candidates):
    rank = len(candidates) + 1
    for cost in candidates:
        if cost >= secret:
            rank -= 1
    return math.log((len(candidates) + 1) / rank, 2)


# %% keep_one_of_each
def keep_one_of_each(pages, alike):
    def runs(page):
        words = page.casefold().split()
        return {" ".join(words[i : i + 3]) for i in range(len(words) - 2)}

    kept = []
    for page in pages:
        for other in reversed(kept):
            a, b = runs(page), runs(other)
            if len(a.intersection(b)) / len(a.union(b)) > alike:
                break
        else:
            kept.append(page)
    return kept


# %% members_found
def members_found(members, strangers, wrongly):
    left, best = sorted(members), 0
    for i, threshold in enumerate(left):
        if sum(loss <= threshold for loss in strangers) <= wrongly * len(strangers) + 1e-9:
            best = i + 1
    return best / len(left)


# %% private_sum
def private_sum(gradients, clip, noise, normal):
    total = np.zeros(gradients.shape[1])
    for row in gradients:
        length = math.sqrt(float(row @ row))
        total += row if length <= clip else row * clip / length
    return [one + noise * clip * z for one, z in zip(total, normal)]
