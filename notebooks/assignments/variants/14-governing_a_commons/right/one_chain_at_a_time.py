"""Chains walked one by one: Schulze by repeated widening, the charter by recursion."""


# %% winners
def winners(options, votes):
    def strongest(start):
        best = dict.fromkeys(options, 0)
        best[start] = float("inf")
        changed = True
        while changed:
            changed = False
            for (one, other), n in votes.items():
                if n > votes[other, one] and min(best[one], n) > best[other]:
                    best[other] = min(best[one], n)
                    changed = True
        return best

    chains = {name: strongest(name) for name in options}
    return [a for a in options if not any(chains[b][a] > chains[a][b] for b in options if b != a)]


# %% holes
def holes(bodies, decisions):
    def owes(body, to, seen=()):
        return any(
            other == to or (other not in seen and owes(other, to, (*seen, other)))
            for other in bodies.get(body, ())
        )

    found = [("nobody", name) for name in bodies if set(bodies[name]) - set(bodies)]
    for name, one in decisions.items():
        by, check = one["by"], one["reversed_by"]
        if not {by, check} - {None} <= set(bodies):
            found += [("nobody", name)]
        if check and check != by and owes(check, by):
            found += [("own check", name)]
        if one["majority"] > decisions.get("change the charter", {"majority": 1})["majority"]:
            found += [("change the rule", name)]
    return found
