"""Takes a checksum in capitals for another one.

loses: test_judge
"""


# %% judge
def judge(archive, manifest):
    with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
        found = {path: sha256(zipped.read(path)) for path in zipped.namelist()}

    against = [path for path in found.keys() | manifest.keys() if found.get(path) != manifest.get(path)]
    return ("refuse" if against else "accept"), against
