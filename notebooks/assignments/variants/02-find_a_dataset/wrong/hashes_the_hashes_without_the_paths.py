"""Lists the files' hashes and leaves out their paths, so a renamed file goes unseen.

loses: test_content_hash
"""


# %% content_hash
def content_hash(files):
    return sha256("".join(sorted(f"{sha256(content)}\n" for content in files.values())).encode())
