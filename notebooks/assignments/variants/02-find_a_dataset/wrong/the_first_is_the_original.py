"""Takes the first of several copies for the original and lists only those that come after it.

loses: test_audit
"""


# %% audit
def audit(records):
    seen, copied = {}, []
    for record in records:
        if record["text"].strip() and seen.setdefault(record["text"], record["folder"]) != record["folder"]:
            copied.append(record["id"])
    return {
        "mislabelled": [r["id"] for r in records if r["language"].lower() != r["folder"].lower()],
        "copied": copied,
        "empty": [r["id"] for r in records if not r["text"].strip()],
    }
