"""Goes through the archive and so never misses a file that was taken out.

loses: test_judge
"""


# %% judge
def judge(archive, manifest):
    with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
        found = {path: sha256(zipped.read(path)) for path in zipped.namelist()}

    against = [path for path in found if manifest.get(path, "").lower() != found[path]]
    return ("refuse" if against else "accept"), against
