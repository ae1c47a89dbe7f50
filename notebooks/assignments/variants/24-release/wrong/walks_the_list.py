"""Walks the manifest only, and never meets a file that was added.

loses: test_differences
"""


# %% differences
def differences(manifest, files):
    changed = sorted(n for n in manifest if n in files and sha256(files[n]) != manifest[n])
    missing = sorted(n for n in manifest if n not in files)
    return {"changed": changed, "missing": missing, "added": []}
