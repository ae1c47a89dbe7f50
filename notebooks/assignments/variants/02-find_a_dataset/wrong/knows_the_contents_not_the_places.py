"""Asks whether each content was published at all, so files that changed places pass.

loses: test_judge
"""


# %% judge
def judge(archive, manifest):
    with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
        found = {path: sha256(zipped.read(path)) for path in zipped.namelist()}

    published = {digits.lower() for digits in manifest.values()}
    against = [path for path, digits in found.items() if digits not in published]
    against += [path for path in manifest if path not in found]
    return ("refuse" if against else "accept"), against
