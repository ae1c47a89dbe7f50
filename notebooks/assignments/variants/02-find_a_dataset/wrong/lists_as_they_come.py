"""Takes the files in the order in which they were packed.

loses: test_content_hash
"""


# %% content_hash
def content_hash(files):
    return sha256("".join(f"{sha256(content)}  {path}\n" for path, content in files.items()).encode())
