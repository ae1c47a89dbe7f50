"""Asks whether a file's hash stands anywhere in the manifest, so files may change places.

loses: test_differences
"""


# %% differences
def differences(manifest, files):
    known = set(manifest.values())
    return {
        "changed": sorted(n for n in files if n in manifest and sha256(files[n]) not in known),
        "missing": sorted(set(manifest) - set(files)),
        "added": sorted(set(files) - set(manifest)),
    }
