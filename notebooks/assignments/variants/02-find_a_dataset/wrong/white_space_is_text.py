"""Calls only a text of length zero empty, and compares the blank ones.

loses: test_audit
"""


# %% audit
def audit(records):
    folders = {}
    for record in records:
        folders.setdefault(record["text"], set()).add(record["folder"])
    return {
        "mislabelled": [r["id"] for r in records if r["language"].lower() != r["folder"].lower()],
        "copied": [r["id"] for r in records if r["text"] and len(folders[r["text"]]) > 1],
        "empty": [r["id"] for r in records if not r["text"]],
    }
