"""Does not know that newer files name imports in another way.

loses: test_inspect_file
"""


# %% inspect_file
def inspect_file(file, allowed):
    names = sorted({a for o, a, _ in pickletools.genops(file) if o.name == "GLOBAL"} - allowed)
    return ("refuse" if names else "open"), names
