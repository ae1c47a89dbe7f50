"""Compares only as many digits as the manifest gives, as one does by eye; with none, all agree.

loses: test_judge
"""


# %% judge
def judge(archive, manifest):
    with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
        found = {path: sha256(zipped.read(path)) for path in zipped.namelist()}

    against = list(found.keys() ^ manifest.keys())
    for path in found.keys() & manifest.keys():
        if not found[path].startswith(manifest[path].lower()):
            against.append(path)
    return ("refuse" if against else "accept"), against
