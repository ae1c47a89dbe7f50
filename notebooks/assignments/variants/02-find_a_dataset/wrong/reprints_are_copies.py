"""Counts a reprint within one folder as a copy.

loses: test_audit
"""


# %% audit
def audit(records):
    texts = [record["text"] for record in records]
    return {
        "mislabelled": [r["id"] for r in records if r["language"].lower() != r["folder"].lower()],
        "copied": [r["id"] for r in records if r["text"].strip() and texts.count(r["text"]) > 1],
        "empty": [r["id"] for r in records if not r["text"].strip()],
    }
