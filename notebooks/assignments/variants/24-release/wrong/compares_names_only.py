"""Compares the lists of names and trusts the content.

loses: test_differences
"""


# %% differences
def differences(manifest, files):
    return {"changed": [], "missing": sorted(set(manifest) - set(files)), "added": sorted(set(files) - set(manifest))}
