"""Looks whether each file arrived, and not whether it is the one that was listed.

loses: test_problems
"""


# %% problems
def problems(report, files):
    found = [name for name in report["files"] if name not in files]
    return found + [
        fact
        for fact in ("seed", "versions", "machine", "claim", "outcome")
        if report.get(fact) is None or report[fact] in ("", {}, [])
    ]
