"""Hashes the contents one after the other: names do not count, nor where one file ends.

loses: test_content_hash
"""


# %% content_hash
def content_hash(files):
    return sha256(b"".join(files[path] for path in sorted(files)))
