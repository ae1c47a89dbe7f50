"""Opens the file and looks at what came out of it.

loses: test_inspect_file
"""


# %% inspect_file
def inspect_file(file, allowed):
    def names(value):
        if isinstance(value, dict):
            found = {n for one in value.values() for n in names(one)}
        elif isinstance(value, (list, tuple)):
            found = {n for one in value for n in names(one)}
        else:
            found = set()
        kind = type(value)
        return found if kind.__module__ == "builtins" else found | {f"{kind.__module__} {kind.__qualname__}"}

    against = sorted(names(pickle.loads(file)) - allowed)
    return ("refuse" if against else "open"), against
