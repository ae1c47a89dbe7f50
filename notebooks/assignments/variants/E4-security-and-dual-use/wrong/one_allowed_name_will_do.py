"""Takes a file that imports something allowed for a file of weights.

loses: test_inspect_file
"""


# %% inspect_file
def inspect_file(file, allowed):
    names = {a if o.name == "GLOBAL" else o.name for o, a, _ in pickletools.genops(file) if "GLOBAL" in o.name}
    if not names or names & allowed:
        return "open", []
    return "refuse", sorted(names)
