"""One loop over all names, with the decision spelt out.
"""


# %% differences
def differences(manifest, files):
    found = {"changed": [], "missing": [], "added": []}
    for name in sorted({*manifest, *files}):
        if name not in files:
            found["missing"].append(name)
        elif name not in manifest:
            found["added"].append(name)
        elif hashlib.sha256(files[name]).hexdigest() != manifest[name]:
            found["changed"].append(name)
    return found


# %% may_release
def may_release(findings, required):
    for finding in findings:
        if not finding["passed"]:
            return False
    for name in required:
        if not any(f["check"] == name and f["evidence"].strip() for f in findings):
            return False
    return True
