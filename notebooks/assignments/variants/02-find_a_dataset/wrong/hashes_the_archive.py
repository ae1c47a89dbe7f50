"""Hashes the archive's bytes, which depend on who packed it and in which order.

loses: test_content_hash
"""


# %% content_hash
def content_hash(files):
    return sha256(packed(files))
