"""Counts a missing file as changed, so a reviewer looks for it in vain.

loses: test_differences
"""


# %% differences
def differences(manifest, files):
    changed = sorted(n for n in manifest if sha256(files.get(n, b"")) != manifest[n])
    return {"changed": changed, "missing": [], "added": sorted(set(files) - set(manifest))}
