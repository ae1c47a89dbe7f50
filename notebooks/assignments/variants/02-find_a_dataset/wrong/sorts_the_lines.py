"""Sorts whole lines, so by the hash that begins each and not by path.

loses: test_content_hash
"""


# %% content_hash
def content_hash(files):
    return sha256("".join(sorted(f"{sha256(content)}  {path}\n" for path, content in files.items())).encode())
