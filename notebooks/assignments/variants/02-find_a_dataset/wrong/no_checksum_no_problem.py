"""Accepts a file that has no checksum, since nothing speaks against it.

loses: test_judge
"""


# %% judge
def judge(archive, manifest):
    with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
        found = {path: sha256(zipped.read(path)) for path in zipped.namelist()}

    against = list(found.keys() ^ manifest.keys())
    for path in found.keys() & manifest.keys():
        if manifest[path] and manifest[path].lower() != found[path]:
            against.append(path)
    return ("refuse" if against else "accept"), against
