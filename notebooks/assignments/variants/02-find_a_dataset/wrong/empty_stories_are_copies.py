"""Calls stories without text copies of each other.

loses: test_audit
"""


# %% audit
def audit(records):
    folders = {}
    for record in records:
        folders.setdefault(record["text"], set()).add(record["folder"])
    return {
        "mislabelled": [r["id"] for r in records if r["language"].lower() != r["folder"].lower()],
        "copied": [r["id"] for r in records if len(folders[r["text"]]) > 1],
        "empty": [r["id"] for r in records if not r["text"].strip()],
    }
