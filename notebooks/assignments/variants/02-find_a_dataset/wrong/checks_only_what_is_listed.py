"""Goes through the manifest and so never sees a file that was slipped in.

loses: test_judge
"""


# %% judge
def judge(archive, manifest):
    with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
        found = {path: sha256(zipped.read(path)) for path in zipped.namelist()}

    against = [path for path, digits in manifest.items() if digits.lower() != found.get(path)]
    return ("refuse" if against else "accept"), against
