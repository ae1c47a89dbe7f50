"""Refuses files in which a dangerous word stands, wherever it stands.

loses: test_inspect_file
"""


# %% inspect_file
def inspect_file(file, allowed):
    names = [word for word in ("eval", "exec", "system") if word.encode() in file]
    names += [a for o, a, _ in pickletools.genops(file) if o.name == "GLOBAL" and a not in allowed]
    return ("refuse" if names else "open"), sorted(set(names))
