"""Takes every file for text and evens out its line ends before hashing, as some editors do.

loses: test_content_hash
"""


# %% content_hash
def content_hash(files):
    tidy = {path: b"\n".join(content.splitlines()) for path, content in files.items()}
    return sha256("".join(f"{sha256(tidy[path])}  {path}\n" for path in sorted(tidy)).encode())
