"""Calls a file a problem that arrived and is not listed.

loses: test_problems
"""


# %% problems
def problems(report, files):
    import hashlib

    found = [
        name
        for name in {*report["files"], *files}
        if name not in files
        or name not in report["files"]
        or hashlib.sha256(files[name].encode()).hexdigest() != report["files"][name]
    ]
    return found + [
        fact
        for fact in ("seed", "versions", "machine", "claim", "outcome")
        if report.get(fact) is None or report[fact] in ("", {}, [])
    ]
