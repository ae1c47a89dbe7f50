"""Does not look whether those who can remove a body exist.

loses: test_holes
"""


# %% holes
def holes(bodies, decisions):
    found = set()
    for name, removers in bodies.items():
        if not removers:
            found.add(("nobody", name))
    change = decisions.get("change the charter", {"majority": 1})["majority"]
    for name, one in decisions.items():
        by, check = one["by"], one["reversed_by"]
        if by not in bodies or (check is not None and check not in bodies):
            found.add(("nobody", name))
        owes, ask = set(), [check]
        while ask:
            for other in bodies.get(ask.pop(), []):
                if other not in owes:
                    owes.add(other)
                    ask.append(other)
        if check is not None and check != by and by in owes:
            found.add(("own check", name))
        if one["majority"] > change:
            found.add(("change the rule", name))
    return sorted(found)
