"""Lets the archive's own checksums (CRC) decide, which whoever packs it writes anew.

loses: test_judge
"""


# %% judge
def judge(archive, manifest):
    zipped = zipfile.ZipFile(io.BytesIO(archive))
    against = sorted(set(zipped.namelist()) ^ set(manifest))
    if damaged := zipped.testzip():
        against.append(damaged)
    return ("refuse" if against else "accept"), against
