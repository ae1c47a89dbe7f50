"""Compares the first two letters of the tags, so Finnish and Filipino are one.

loses: test_audit
"""


# %% audit
def audit(records):
    folders = {}
    for record in records:
        folders.setdefault(record["text"], set()).add(record["folder"])
    return {
        "mislabelled": [r["id"] for r in records if r["language"].lower()[:2] != r["folder"].lower()[:2]],
        "copied": [r["id"] for r in records if r["text"].strip() and len(folders[r["text"]]) > 1],
        "empty": [r["id"] for r in records if not r["text"].strip()],
    }
