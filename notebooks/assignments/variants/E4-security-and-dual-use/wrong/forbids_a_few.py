"""Forbids some known names instead of allowing some, so that others pass.

loses: test_inspect_file
"""


# %% inspect_file
def inspect_file(file, allowed):
    names = {a for o, a, _ in pickletools.genops(file) if o.name == "GLOBAL"}
    bad = sorted(n for n in names if n.split()[0] in ("os", "posix", "subprocess", "builtins", "collections") and n not in allowed)
    return ("refuse" if bad else "open"), bad
