"""Checks the files that arrived, and never misses one that did not.

loses: test_problems
"""


# %% problems
def problems(report, files):
    import hashlib

    found = [
        name
        for name, text in files.items()
        if name in report["files"] and hashlib.sha256(text.encode()).hexdigest() != report["files"][name]
    ]
    return found + [
        fact
        for fact in ("seed", "versions", "machine", "claim", "outcome")
        if report.get(fact) is None or report[fact] in ("", {}, [])
    ]
