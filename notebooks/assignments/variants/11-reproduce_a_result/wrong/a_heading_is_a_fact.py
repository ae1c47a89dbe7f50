"""Is content if a fact is mentioned, even with nothing behind it.

loses: test_problems
"""


# %% problems
def problems(report, files):
    import hashlib

    found = [
        name
        for name, digest in report["files"].items()
        if name not in files or hashlib.sha256(files[name].encode()).hexdigest() != digest
    ]
    return found + [fact for fact in ("seed", "versions", "machine", "claim", "outcome") if fact not in report]
