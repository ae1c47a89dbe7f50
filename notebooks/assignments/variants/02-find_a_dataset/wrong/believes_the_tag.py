"""Believes the story's own tag when looking for copies, so a wrong tag hides them.

loses: test_audit
"""


# %% audit
def audit(records):
    languages = {}
    for record in records:
        languages.setdefault(record["text"], set()).add(record["language"].lower())
    return {
        "mislabelled": [r["id"] for r in records if r["language"].lower() != r["folder"].lower()],
        "copied": [r["id"] for r in records if r["text"].strip() and len(languages[r["text"]]) > 1],
        "empty": [r["id"] for r in records if not r["text"].strip()],
    }
