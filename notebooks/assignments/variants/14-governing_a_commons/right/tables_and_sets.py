"""NumPy tables for ballots and chains, sets and a closure for the rest."""


# %% pairwise
def pairwise(options, ballots):
    import numpy as np

    votes = np.zeros((len(options), len(options)), dtype=int)
    for count, groups in ballots:
        place = np.full(len(options), len(groups))
        for at, group in enumerate(groups):
            for name in group:
                place[options.index(name)] = at
        votes += count * (place[:, None] < place[None, :])
    return {
        (one, other): int(votes[i, j])
        for i, one in enumerate(options)
        for j, other in enumerate(options)
        if i != j
    }


# %% still_in
def still_in(votes, default, quorum, majority):
    left = set()
    for (option, other), above in votes.items():
        if other != default:
            continue
        below = votes[default, option]
        needed = max(quorum, below + 1, majority.get(option, 1) * below)
        if above >= needed:
            left.add(option)
    return list(left)


# %% winners
def winners(options, votes):
    import numpy as np

    table = np.array([[0 if a == b else votes[a, b] for b in options] for a in options])
    paths = np.where(table > table.T, table, 0)
    for k in range(len(options)):
        paths = np.maximum(paths, np.minimum(paths[:, k, None], paths[None, k, :]))
    np.fill_diagonal(paths, 0)
    return [name for i, name in enumerate(options) if (paths[i] >= paths[:, i]).all()]


# %% fewest
def fewest(weights, majority):
    import itertools

    total = sum(weights)
    running = itertools.accumulate(sorted(weights, reverse=True))
    return next(
        n
        for n, ours in enumerate(running, 1)
        if 2 * ours > total and ours * (1 + majority) >= majority * total
    )


# %% holes
def holes(bodies, decisions):
    removes = {name: set() for name in bodies}
    for body, removers in bodies.items():
        for remover in removers:
            removes.setdefault(remover, set()).add(body)
    for _ in bodies:
        for reached in removes.values():
            for body in list(reached):
                reached |= removes[body]
    limit = decisions["change the charter"]["majority"] if "change the charter" in decisions else 1
    answer = [("nobody", name) for name, removers in bodies.items() if any(r not in bodies for r in removers)]
    for name, rule in decisions.items():
        by, check = rule["by"], rule["reversed_by"]
        if by not in bodies or check not in (None, *bodies):
            answer.append(("nobody", name))
        if by != check and check in removes.get(by, ()):
            answer.append(("own check", name))
        if rule["majority"] > limit:
            answer.append(("change the rule", name))
    return answer
