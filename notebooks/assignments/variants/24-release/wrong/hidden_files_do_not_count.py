"""Leaves out names that begin with a dot, as a listing of a folder does.

loses: test_differences
"""


# %% differences
def differences(manifest, files):
    seen = {n: c for n, c in files.items() if not n.startswith(".")}
    return {
        "changed": sorted(n for n in seen if n in manifest and sha256(seen[n]) != manifest[n]),
        "missing": sorted(set(manifest) - set(seen)),
        "added": sorted(set(seen) - set(manifest)),
    }
